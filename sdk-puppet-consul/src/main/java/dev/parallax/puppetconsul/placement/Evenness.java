package dev.parallax.puppetconsul.placement;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How many replicas of a role there are by the value of the label that the role is spread over, on hosts that could take one: alive, not
 * cordoned, with the labels that the role is pinned to, and with a key if it has secrets. Hosts that are full count, as they do for Kubernetes' scheduler.
 */
record Evenness(Optional<String> label, Map<String, Integer> counts) {
    private static final Evenness OF_NO_CONCERN = new Evenness(Optional.empty(), Map.of());

    static Evenness of(Demand demand, Collection<Occupancy> hosts) {
        if (demand.spreadOver().isEmpty()) {
            return OF_NO_CONCERN;
        }
        Map<String, Integer> counts = new TreeMap<>();
        for (Occupancy taken : hosts) {
            value(demand, taken.host()).ifPresent(value -> counts.merge(value, taken.stayingOf(demand), Integer::sum));
        }
        return new Evenness(demand.spreadOver(), counts);
    }

    /** The value of the label for which a host counts; empty where none of the role's replicas could come. */
    static Optional<String> value(Demand demand, Host host) {
        return demand.spreadOver()
                .flatMap(label -> Optional.ofNullable(host.labels().get(label)))
                .filter(value -> host.alive()
                        && !host.cordoned()
                        && (!demand.secret() || host.unsealable().isEmpty())
                        && host.labels().entrySet().containsAll(demand.pin().entrySet()));
    }

    /** Why one more replica on the host would make it less even, in words for whoever asks; null when it would not. */
    @Nullable
    Supplier<String> refusal(Host host) {
        if (label.isEmpty()) {
            return null;
        }
        String value = host.labels().get(label.get());
        if (value == null) {
            return () -> "lacks the label " + label.get();
        }
        int own = counts.getOrDefault(value, 0);
        int least = counts.isEmpty() ? own : Collections.min(counts.values());
        return own <= least
                ? null
                : () -> "is in " + label.get() + " " + value + ", which has " + own + " of this role while another has "
                        + least;
    }
}
