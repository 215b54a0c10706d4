package dev.parallax.comparison.probe;

import dev.parallax.comparison.Ticker;
import dev.parallax.comparison.history.ProbeOutcome;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Probes targets on fixed schedules, whatever became of earlier probes: an open loop, so that a slow or dead target does not slow down the
 * asking and hide its own outage. One thread with non-blocking sockets does it all.
 *
 * <p>When this process itself was held up for longer than a second, the probes it missed are reported as {@link
 * ProbeOutcome#NOT_SENT} instead of being sent in a burst. Results come on the prober's thread, in the order of their
 * ends; the consumer returns quickly.
 */
public final class Prober implements AutoCloseable {
    private static final long TOO_LATE = TimeUnit.SECONDS.toNanos(1);
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long SHORT_NAP = TimeUnit.MICROSECONDS.toNanos(200);
    private static final long STAGGER = 7 * MILLI;
    private static final long LONGEST_SLEEP = TimeUnit.MILLISECONDS.toNanos(250);

    private final Ticker ticker;
    private final Consumer<ProbeResult> results;
    private final Selector selector;
    private final Queue<Collection<ProbeTarget>> wanted = new ConcurrentLinkedQueue<>();
    private final Map<ProbeTarget, Schedule> schedules = new HashMap<>();
    private final PriorityQueue<Schedule> due = new PriorityQueue<>(Comparator.comparingLong(s -> s.next));
    private final PriorityQueue<Exchange> open = new PriorityQueue<>(Comparator.comparingLong(e -> e.deadline));
    private final Thread thread;
    private volatile boolean closed;
    private volatile @Nullable RuntimeException failure;

    private static final class Schedule {
        final ProbeTarget target;
        long next;

        Schedule(ProbeTarget target, long first) {
            this.target = target;
            this.next = first;
        }
    }

    private Prober(Ticker ticker, Consumer<ProbeResult> results, Selector selector) {
        this.ticker = ticker;
        this.results = results;
        this.selector = selector;
        this.thread = new Thread(this::run, "parallax-prober");
        thread.setDaemon(true);
        thread.start();
    }

    /** Starts without targets. */
    public static Prober start(Ticker ticker, Consumer<ProbeResult> results) {
        try {
            return new Prober(ticker, results, Selector.open());
        } catch (IOException e) {
            throw new ProbeException("cannot open a selector for probes: " + e.getMessage(), e);
        }
    }

    /**
     * Probes these from now on and no others. A target that was probed before keeps its schedule; probes of a dropped target that are on
     * their way are still reported.
     */
    public void probe(Collection<ProbeTarget> targets) {
        RuntimeException problem = failure;
        if (problem != null) {
            throw new ProbeException("the prober has failed: " + problem.getMessage(), problem);
        }
        wanted.add(Set.copyOf(targets));
        selector.wakeup();
    }

    /** Stops asking, and returns once no more results come; probes on their way are not reported. */
    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (selector) {
            while (!closed) {
                adopt();
                send();
                expire();
                await();
                proceed();
            }
            open.forEach(Exchange::close);
        } catch (IOException e) {
            failure = new ProbeException("probing ended: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private void adopt() {
        Collection<ProbeTarget> latest = null;
        for (Collection<ProbeTarget> next = wanted.poll(); next != null; next = wanted.poll()) {
            latest = next;
        }
        if (latest == null) {
            return;
        }
        Set<ProbeTarget> dropped = new HashSet<>(schedules.keySet());
        dropped.removeAll(latest);
        dropped.forEach(target -> due.remove(schedules.remove(target)));
        long added = 0;
        for (ProbeTarget target : latest) {
            if (!schedules.containsKey(target)) {
                // A few milliseconds apart, so that targets do not all ask at the same instant.
                Schedule schedule = new Schedule(target, ticker.nanos() + added * STAGGER);
                added++;
                schedules.put(target, schedule);
                due.add(schedule);
            }
        }
    }

    private void send() {
        for (Schedule schedule = due.peek(); schedule != null; schedule = due.peek()) {
            long now = ticker.nanos();
            if (schedule.next - now > 0) {
                return;
            }
            due.remove();
            long intended = schedule.next;
            schedule.next = intended + schedule.target.period().toNanos();
            due.add(schedule);
            if (now - intended > TOO_LATE) {
                results.accept(new ProbeResult(schedule.target, intended, now, now, ProbeOutcome.NOT_SENT, 0));
            } else {
                send(schedule.target, intended, now);
            }
        }
    }

    private void send(ProbeTarget target, long intended, long now) {
        Exchange exchange;
        try {
            exchange = Exchange.open(target, intended, now);
        } catch (IOException e) {
            // Out of sockets: the observer's fault, not the target's.
            results.accept(new ProbeResult(target, intended, now, now, ProbeOutcome.NOT_SENT, 0));
            return;
        }
        ProbeOutcome outcome = exchange.start(selector);
        if (outcome == null) {
            open.add(exchange);
        } else {
            end(exchange, outcome);
        }
    }

    private void expire() {
        for (Exchange first = open.peek(); first != null && first.deadline - ticker.nanos() <= 0; first = open.peek()) {
            open.remove();
            end(first, ProbeOutcome.TIMED_OUT);
        }
    }

    private void await() throws IOException {
        long now = ticker.nanos();
        long wait = LONGEST_SLEEP;
        Schedule next = due.peek();
        if (next != null) {
            wait = Math.min(wait, next.next - now);
        }
        Exchange first = open.peek();
        if (first != null) {
            wait = Math.min(wait, first.deadline - now);
        }
        if (wait >= MILLI) {
            selector.select(wait / MILLI);
        } else {
            if (wait > 0) {
                LockSupport.parkNanos(Math.min(wait, SHORT_NAP));
            }
            selector.selectNow();
        }
    }

    private void proceed() {
        Queue<SelectionKey> ready = new ArrayDeque<>(selector.selectedKeys());
        selector.selectedKeys().clear();
        for (SelectionKey key : new ArrayList<>(ready)) {
            Exchange exchange = (Exchange) key.attachment();
            if (!key.isValid()) {
                continue;
            }
            ProbeOutcome outcome = exchange.proceed(key);
            if (outcome != null) {
                open.remove(exchange);
                end(exchange, outcome);
            }
        }
    }

    private void end(Exchange exchange, ProbeOutcome outcome) {
        long ended = ticker.nanos();
        exchange.close();
        // An answer that came after the limit is as good as none.
        ProbeOutcome known = ended - exchange.deadline > 0 ? ProbeOutcome.TIMED_OUT : outcome;
        results.accept(
                new ProbeResult(exchange.target, exchange.intended, exchange.sent, ended, known, exchange.status()));
    }
}
