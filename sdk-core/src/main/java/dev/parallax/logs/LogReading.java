package dev.parallax.logs;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.backend.ApplicationStatus.RoleStatus;
import dev.parallax.backend.Backend;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.Deployed;
import dev.parallax.backend.LogLine;
import dev.parallax.backend.LogQuery;
import dev.parallax.definition.Suggestions;
import dev.parallax.model.Application;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What {@link Backend#logs} does on every backend, given how one component is read. */
public final class LogReading {
    private LogReading() {}

    /** As {@link Backend#logs}; the backend's {@code history}, {@code observe} and {@code watch} say what there is to read. */
    public static void read(Backend backend, LogQuery query, LogSource source, Consumer<LogLine> reader)
            throws InterruptedException {
        Application definition = Deployed.definition(backend, query.application());
        ApplicationStatus status = Deployed.status(backend, query.application());
        LogSelection selection = new LogSelection(query, definition);
        selection.check(status);
        if (query.follow()) {
            try (LogFollowing following = new LogFollowing(backend, query, source, selection)) {
                following.follow(reader);
            }
        } else {
            readOnce(selection.targets(status), query, ofLiveHosts(backend, status, source), reader);
        }
    }

    /** A component of a replica, which is on a host; what is not there is a {@link BackendException} that says which there are. */
    public static LogTarget target(Backend backend, String application, String replica, String component) {
        LogQuery query = LogQuery.builder()
                .application(application)
                .replica(replica)
                .component(component)
                .build();
        ApplicationStatus status = Deployed.status(backend, application);
        LogSelection selection = new LogSelection(query, Deployed.definition(backend, application));
        selection.check(status);
        return selection.targets(status).stream()
                .findFirst()
                .orElseThrow(() -> new BackendException(backend.name() + ": there is no component '" + component
                        + "' of replica '" + replica + "', or it is on no host yet"));
    }

    /** That what is wanted now has a step; one that is not there is a {@link BackendException} that says which there are. */
    public static void requireStep(Backend backend, String application, String step) {
        Set<String> steps = Deployed.definition(backend, application).steps().keySet();
        if (!steps.contains(step)) {
            throw new BackendException("application '" + application + "' has no step '" + step + "'"
                    + (steps.isEmpty() ? "" : "; " + Suggestions.orList(step, steps, "step")));
        }
    }

    /** Every component of every replica that is on a host and not lost, in the definition's order. */
    public static List<LogTarget> running(Backend backend, String application) {
        ApplicationStatus status = Deployed.status(backend, application);
        return new LogSelection(
                        LogQuery.builder().application(application).build(), Deployed.definition(backend, application))
                .targets(status).stream()
                        .filter(target -> isRunning(status, target))
                        .toList();
    }

    private static boolean isRunning(ApplicationStatus status, LogTarget target) {
        RoleStatus role = status.roles().get(target.role());
        return role != null
                && role.replicas().stream()
                        .anyMatch(replica ->
                                replica.name().equals(target.replica()) && replica.state() != ReplicaState.LOST);
    }

    /** Asks no host that does not answer anyway. */
    private static LogSource ofLiveHosts(Backend backend, ApplicationStatus status, LogSource source) {
        return (target, query, lines) -> {
            if (!isRunning(status, target)) {
                throw new BackendException(backend.name() + ": " + target.role() + "/" + target.replica() + "/"
                        + target.component() + " cannot be read: host "
                        + target.host().orElse("?")
                        + " does not answer");
            }
            source.read(target, query, lines);
        };
    }

    /** What one host does not tell keeps nobody from reading the others. */
    private static void readOnce(List<LogTarget> targets, LogQuery query, LogSource source, Consumer<LogLine> reader)
            throws InterruptedException {
        List<BackendException> failures = new ArrayList<>();
        for (LogTarget target : targets) {
            try {
                source.read(target, query, reader);
            } catch (BackendException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            BackendException first = failures.get(0);
            throw failures.size() == 1
                    ? first
                    : new BackendException(
                            first.getMessage() + "; and " + (failures.size() - 1) + " of " + targets.size()
                                    + " others could not be read either",
                            first);
        }
    }
}
