package dev.parallax.comparison;

import dev.parallax.comparison.history.Event;
import dev.parallax.comparison.history.History;
import dev.parallax.comparison.history.ProbeOutcome;
import dev.parallax.comparison.history.TrialOutcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A history made by hand, with known answers, for tests. Instants are given in milliseconds. Three replicas are wanted; the service's address is
 * probed every 50 ms and each replica every 100 ms.
 */
public final class HandMadeRun {
    private static final long MILLI = 1_000_000L;
    private static final long LEAD = 1_000;
    /** Of the program that measured. */
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    private final List<Event> events = new ArrayList<>();
    private final List<String> sides;
    private long now = 1_000;

    /** When things happen after a fault; a negative instant is never. */
    public record Course(
            long noticed, long serviceFails, long serviceGood, long replicaFails, long replicaGood, long readyAgain) {}

    public HandMadeRun(List<String> sides, List<String> scenarios, int runs) {
        this.sides = sides;
        SortedMap<String, String> environment = new TreeMap<>(Map.of(
                "cores",
                "2",
                "memory",
                "24576000 kB",
                "kernel",
                "Linux 6.1",
                "java",
                "OpenJDK 17",
                "idle sides",
                "suspended",
                "parallax",
                "1.2.3",
                "parallax commit",
                COMMIT + ", modified"));
        events.add(new Event.RunStarted(
                0,
                Event.FORMAT,
                "2026-03-01T10:15:00Z",
                "keystone",
                "22.0.2",
                "keystone",
                3,
                sides,
                scenarios,
                runs,
                42,
                new Event.Probing(50 * MILLI, 100 * MILLI, 1_000 * MILLI, 5),
                environment,
                "./parallax compare --runs " + runs + " --seed 42",
                null));
        for (String side : sides) {
            long described = (1 + 3L * sides.indexOf(side)) * MILLI;
            events.add(new Event.SideDescribed(
                    described,
                    side,
                    side.equals("kubernetes") ? "tuned" : "reconciled",
                    new TreeMap<>(Map.of(
                            side.equals("kubernetes") ? "kubelet" : "consul",
                            "1.2.3",
                            "keystone",
                            "2:22.0.2-0+deb12u1")),
                    List.of(
                            new SideFacts.Timer(
                                    "node-monitor-grace-period", "50s", "5s", "a lost host is noticed", null),
                            new SideFacts.Timer("relist period", "1s", "1s", "an ended process is noticed", "built in"),
                            new SideFacts.Timer(
                                    "readiness period",
                                    "10s",
                                    SideFacts.Timer.NOT_FOUND,
                                    "a replica is taken out and in",
                                    null)),
                    10 * MILLI,
                    List.of("host1", "host2", "host3", "host4"),
                    new Event.Predicted(
                            6_000 * MILLI,
                            7_000 * MILLI,
                            "5s node-monitor-grace-period + 2 x 500ms node-monitor-period + 1s hostLostAfter"),
                    List.of(
                            "What stands before " + side + "'s replicas sends a request to one of them.",
                            "Its store does not wait for the disk."),
                    null));
            events.add(new Event.ResourcesRead(
                    described + MILLI, side, "idle", new ResourceUse(1_400_000_000L, 5_000_000_000L, 120)));
            events.add(new Event.ResourcesRead(
                    described + 2 * MILLI, side, "deployed", new ResourceUse(2_600_000_000L, 9_000_000_000L, 160)));
        }
    }

    public HandMadeRun add(Event event) {
        events.add(event);
        return this;
    }

    public HandMadeRun equivalent() {
        return add(new Event.EquivalenceChecked(
                20 * MILLI,
                2,
                List.of(),
                List.of(
                        new Event.ComparedFact(
                                "keystone/api/user",
                                Map.of(
                                        sides.get(0),
                                        "uid 903, gid 903",
                                        sides.get(sides.size() - 1),
                                        "uid 903, gid 903")),
                        new Event.ComparedFact(
                                "version", Map.of(sides.get(0), "22.0.2", sides.get(sides.size() - 1), "22.0.2")))));
    }

    /** A deployment: the service answers from {@code serving} on, replicas become ready one by one, then it is accepted. */
    public HandMadeRun deploy(String side, int run, long serving, List<Long> readyAt, long accepted) {
        long start = begin(side, "deploy", run);
        long zero = start + 5;
        List<Event> trial = new ArrayList<>();
        trial.add(new Event.IntentDeclared(zero * MILLI, "apply"));
        long end = Math.max(accepted, readyAt.get(2)) + 300;
        for (int i = 0; i < readyAt.size(); i++) {
            trial.add(state(zero + readyAt.get(i), i + 1, -1, "READY", 0));
            probes(trial, zero, "keystone-" + i, 100, List.of(), readyAt.get(i) - 200, end);
        }
        probes(trial, zero, Event.ProbeEnded.SERVICE, 50, List.of(200L, serving), 200, end);
        trial.add(new Event.AcceptanceTried(
                (zero + accepted - 1_000) * MILLI,
                (zero + accepted - 1_500) * MILLI,
                false,
                "only 1 replica is ready"));
        trial.add(new Event.AcceptanceTried(
                (zero + accepted) * MILLI, (zero + accepted - 700) * MILLI, true, "4 checks passed"));
        return finish(trial, zero + end, TrialOutcome.REACHED, "");
    }

    /** A fault in replica 1; the trial goes on for a second after the last thing. A course that never ends times out at {@code limit}. */
    public HandMadeRun fault(String side, String scenario, int run, Course course, long limit) {
        return fault(side, scenario, run, course, limit, false);
    }

    public HandMadeRun fault(
            String side, String scenario, int run, Course course, long limit, boolean heldPublicAddress) {
        long start = begin(side, scenario, run);
        long zero = start + LEAD;
        boolean done = course.readyAgain() >= 0 || (course.noticed() < 0 && course.replicaGood() >= 0);
        long end = done
                ? Math.max(
                                Math.max(course.readyAgain(), course.serviceGood()),
                                Math.max(course.replicaGood(), course.noticed()))
                        + 500
                : limit;
        List<Event> trial = new ArrayList<>();
        trial.add(state(start, 3, -1, "READY", 0));
        trial.add(new Event.FaultInjected(
                zero * MILLI, (zero + 4) * MILLI, scenario, "keystone-1", "host2", heldPublicAddress, null));
        if (course.noticed() >= 0) {
            trial.add(state(zero + course.noticed(), 2, 1, "STARTED", 1));
        }
        if (course.readyAgain() >= 0) {
            trial.add(state(zero + course.readyAgain(), 3, 1, "READY", 1));
        }
        List<Long> broken = course.serviceFails() < 0
                ? List.of()
                : List.of(course.serviceFails(), course.serviceGood() < 0 ? limit : course.serviceGood());
        probes(trial, zero, Event.ProbeEnded.SERVICE, 50, broken, -LEAD, end);
        List<Long> down = course.replicaFails() < 0
                ? List.of()
                : List.of(course.replicaFails(), course.replicaGood() < 0 ? limit : course.replicaGood());
        probes(trial, zero, "keystone-0", 100, List.of(), -LEAD, end);
        probes(trial, zero, "keystone-1", 100, down, -LEAD, end);
        probes(trial, zero, "keystone-2", 100, List.of(), -LEAD, end);
        if (!done) {
            trial.add(new Event.LimitReached((zero + limit) * MILLI, limit * MILLI, "3 ready replicas"));
        }
        return finish(
                trial,
                zero + end,
                done ? TrialOutcome.REACHED : TrialOutcome.TIMED_OUT,
                done ? "" : "3 ready replicas of keystone (2 are)");
    }

    /** A trial that could not be carried out. */
    public HandMadeRun failed(String side, String scenario, int run, String why) {
        long start = begin(side, scenario, run);
        return finish(new ArrayList<>(), start + 1, TrialOutcome.FAILED, why);
    }

    public List<Event> events() {
        List<Event> all = new ArrayList<>(events);
        all.add(new Event.RunEnded(now * MILLI, "done", 402L * 1024 * 1024));
        return all;
    }

    public History history() {
        return History.of(events());
    }

    public List<String> sides() {
        return sides;
    }

    private long begin(String side, String scenario, int run) {
        now += 500;
        events.add(new Event.TrialStarted(now * MILLI, side, scenario, run, 120_000 * MILLI));
        return now;
    }

    private HandMadeRun finish(List<Event> trial, long end, TrialOutcome outcome, String detail) {
        trial.sort(Comparator.comparingLong(Event::at));
        trial.removeIf(event -> event.at() > end * MILLI);
        events.addAll(trial);
        events.add(new Event.TrialEnded(end * MILLI, outcome, detail));
        events.add(new Event.StartStateRestored((end + 900) * MILLI, 900 * MILLI, true, ""));
        now = end + 1_000;
        return this;
    }

    /** Probes with one bad stretch, from its first instant to before its second. */
    private static void probes(
            List<Event> into, long zero, String target, long period, List<Long> bad, long from, long to) {
        for (long at = from; at <= to; at += period) {
            boolean fails = !bad.isEmpty() && at >= bad.get(0) && at < bad.get(1);
            long took = fails ? 1 : 3;
            into.add(new Event.ProbeEnded(
                    (zero + at + took) * MILLI,
                    target,
                    (zero + at) * MILLI,
                    (zero + at) * MILLI + 50_000,
                    fails ? ProbeOutcome.REFUSED : ProbeOutcome.GOOD,
                    fails ? 0 : 200));
        }
    }

    private static Event.StatusObserved state(
            long at, int ready, int disturbed, @Nullable String disturbedState, int restarts) {
        List<Event.ReplicaSeen> replicas = new ArrayList<>();
        List<String> endpoints = new ArrayList<>();
        for (int i = 0; i < Math.max(ready, disturbed + 1); i++) {
            boolean isDisturbed = i == disturbed;
            if (!isDisturbed || "READY".equals(disturbedState)) {
                endpoints.add("10.0.0." + (i + 1) + ":5000");
            }
            replicas.add(new Event.ReplicaSeen(
                    "keystone-" + i,
                    "host" + (i + 1),
                    "10.0.0." + (i + 1),
                    isDisturbed && disturbedState != null ? disturbedState : "READY",
                    isDisturbed ? restarts : 0));
        }
        return new Event.StatusObserved(
                at * MILLI,
                Map.of("keystone", new Event.RoleCounts(3, 3, 3, ready)),
                replicas,
                Map.of("db", List.of("10.0.0.2:3306"), "identity", endpoints));
    }

    /** Both sides, four scenarios, three runs, with figures of the size one meets. */
    public static HandMadeRun typical() {
        HandMadeRun run = new HandMadeRun(
                Arrays.asList("kubernetes", "puppet-consul"),
                List.of("deploy", "process-kill", "replica-delete", "host-stop"),
                3);
        run.equivalent();
        long[] jitter = {0, 350, -200};
        for (int i = 1; i <= 3; i++) {
            long j = jitter[i - 1];
            List<String> order =
                    i == 2 ? List.of("puppet-consul", "kubernetes") : List.of("kubernetes", "puppet-consul");
            for (String side : new ArrayList<>(order)) {
                boolean k = side.equals("kubernetes");
                if (k) {
                    run.deploy(side, i, 19_200 + j, List.of(18_900 + j, 19_400 + j, 21_000 + 2 * j), 22_800 + 2 * j);
                    run.fault(
                            side,
                            "process-kill",
                            i,
                            new Course(640 + j / 2, 50, 1_050 + j / 2, 10, 3_000 + j, 3_900 + j),
                            120_000);
                    run.fault(side, "replica-delete", i, new Course(35, -1, -1, 400, 3_300 + j, 4_350 + j), 120_000);
                    run.fault(
                            side,
                            "host-stop",
                            i,
                            new Course(5_300 + j, 20, 6_220 + j, 20, 9_100 + j, 10_200 + j),
                            120_000,
                            true);
                } else {
                    run.deploy(side, i, 24_900 + j, List.of(24_600 + j, 24_800 + j, 25_100 + 2 * j), 26_900 + 2 * j);
                    run.fault(
                            side,
                            "process-kill",
                            i,
                            new Course(i == 3 ? -1 : 900 + j, 20, 340, 10, 2_700 + j, i == 3 ? -1 : 3_600 + j),
                            120_000);
                    run.fault(side, "replica-delete", i, new Course(180, -1, -1, 120, 3_900 + j, 4_700 + j), 120_000);
                    run.fault(
                            side,
                            "host-stop",
                            i,
                            i == 2
                                    ? new Course(1_050, 20, 620, 20, -1, -1)
                                    : new Course(1_050 + j / 4, 20, 620 + j / 4, 20, 6_400 + j, 7_300 + j),
                            i == 2 ? 30_000 : 120_000,
                            i != 3);
                }
            }
        }
        return run;
    }
}
