package dev.parallax.comparison;

import java.util.List;

/** Told where a host's balancer sends new connections for a service, when it is first told of a host and at each change. */
@FunctionalInterface
public interface DataPathListener {
    /**
     * {@code host}'s balancer hands new connections to {@code targets}, {@code address:port} each, sorted; none: to nobody.
     *
     * @param since when, by the {@link Ticker}, it was last seen to be otherwise: it changed after that
     * @param at when, by the {@link Ticker}, it was seen to be so
     */
    void leadsTo(String host, long since, long at, List<String> targets);
}
