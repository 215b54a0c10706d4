package dev.parallax.comparison.analysis;

import dev.parallax.comparison.history.Event;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * The requests to the service's address that count in a trial: those whose outcome became known at its origin or later, so that those on
 * their way when the fault came are among them; in the order in which they were meant to be sent.
 */
final class ServiceRequests {
    private static final Measured NOT_PROBED = new Measured.Missing("the service's address was not probed");

    private final List<Event.ProbeEnded> requests;
    private final long period;

    ServiceRequests(List<Event.ProbeEnded> probes, Event.Probing probing, long origin) {
        this.period = probing.servicePeriod();
        this.requests = probes.stream()
                .filter(probe -> probe.target().equals(Event.ProbeEnded.SERVICE))
                .filter(probe -> probe.at() >= origin)
                .filter(probe -> probe.outcome().isGood() || probe.outcome().isFailure())
                .sorted(Comparator.comparingLong(Event.ProbeEnded::intended))
                .toList();
    }

    boolean isEmpty() {
        return requests.isEmpty();
    }

    boolean hasFailures() {
        return !failures().isEmpty();
    }

    /** The first good one, whatever follows. */
    OptionalLong firstGood() {
        return requests.stream()
                .filter(request -> request.outcome().isGood())
                .mapToLong(Event.ProbeEnded::intended)
                .findFirst();
    }

    /** The first of the good ones that last to the end. */
    OptionalLong goodSince() {
        OptionalLong since = OptionalLong.empty();
        for (Event.ProbeEnded request : requests) {
            if (!request.outcome().isGood()) {
                since = OptionalLong.empty();
            } else if (since.isEmpty()) {
                since = OptionalLong.of(request.intended());
            }
        }
        return since;
    }

    /** When those that failed were meant to be sent. */
    List<Long> failures() {
        return requests.stream()
                .filter(request -> request.outcome().isFailure())
                .map(Event.ProbeEnded::intended)
                .toList();
    }

    /** From the first that failed to the first of the good ones that last. */
    Measured failureSpan() {
        if (requests.isEmpty()) {
            return NOT_PROBED;
        }
        List<Long> failures = failures();
        if (failures.isEmpty()) {
            return new Measured.Time(0, period);
        }
        OptionalLong good = goodSince();
        if (good.isEmpty()) {
            return new Measured.MoreThan(requests.get(requests.size() - 1).intended() - failures.get(0));
        }
        return new Measured.Time(good.getAsLong() - failures.get(0), period);
    }

    /** Of the requests of that span, the last one that failed included, how many failed. */
    Measured failedInSpan() {
        if (requests.isEmpty()) {
            return NOT_PROBED;
        }
        List<Long> failures = failures();
        if (failures.isEmpty()) {
            return new Measured.Share(0, 0);
        }
        long first = failures.get(0);
        long last = failures.get(failures.size() - 1);
        long sent = requests.stream()
                .filter(request -> request.intended() >= first && request.intended() <= last)
                .count();
        return new Measured.Share(failures.size(), sent);
    }

    /** How many of those that are meant failed. */
    Measured failed(Predicate<Event.ProbeEnded> meant) {
        if (requests.isEmpty()) {
            return NOT_PROBED;
        }
        List<Event.ProbeEnded> those = requests.stream().filter(meant).toList();
        long failed =
                those.stream().filter(request -> request.outcome().isFailure()).count();
        return new Measured.Count(failed, those.size());
    }
}
