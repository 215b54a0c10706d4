package dev.parallax.undercloud;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A machine that was given.
 *
 * @param name of the request
 * @param host what the machine is called, and its host is
 * @param address at which it is reached
 * @param labels it has
 * @param enrolled whether the provider makes it a host of the fleet; otherwise whoever asked does
 */
public record GrantedHost(String name, String host, String address, Map<String, String> labels, boolean enrolled) {
    public GrantedHost {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }
}
