package dev.parallax.lab;

import dev.parallax.comparison.SideFacts.Timer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One thing as several hosts, or replicas, tell it. */
public final class Told {
    private Told() {}

    /**
     * The value on which all agree, or each value with those who tell it: {@code 1s (host1, host2), 2s (host3)}. Who tells nothing counts as {@link
     * Timer#NOT_FOUND}.
     *
     * @param values in the order in which they are to be told
     */
    public static String by(Map<String, String> values) {
        Map<String, List<String>> tellers = new LinkedHashMap<>();
        values.forEach((teller, value) -> tellers.computeIfAbsent(
                        value.isBlank() ? Timer.NOT_FOUND : value.strip(), any -> new ArrayList<>())
                .add(teller));
        if (tellers.isEmpty()) {
            return Timer.NOT_FOUND;
        }
        return tellers.size() == 1
                ? tellers.keySet().iterator().next()
                : tellers.entrySet().stream()
                        .map(entry -> entry.getKey() + " (" + String.join(", ", entry.getValue()) + ")")
                        .collect(Collectors.joining(", "));
    }
}
