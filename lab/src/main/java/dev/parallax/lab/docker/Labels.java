package dev.parallax.lab.docker;

import dev.parallax.lab.Side;
import java.util.Map;
import java.util.TreeMap;

/** The marks by which the lab knows its own things again. */
final class Labels {
    /** On containers, networks and volumes: the side. */
    static final String SIDE = "dev.parallax.lab";

    /** On containers: digest of the description that it was made from. */
    static final String SPEC = "dev.parallax.lab.spec";

    /** On images: digest of everything that it was made from. */
    static final String INPUTS = "dev.parallax.lab.inputs";

    private Labels() {}

    static Map<String, String> of(Side side) {
        return Map.of(SIDE, side.id());
    }

    static Map<String, String> of(HostSpec spec, String digest) {
        Map<String, String> labels = new TreeMap<>(spec.labels());
        labels.put(SIDE, spec.side().id());
        labels.put(SPEC, digest);
        return labels;
    }
}
