package dev.parallax.undercloud;

import dev.parallax.model.ByteSize;
import dev.parallax.model.Cpu;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A machine that is asked for.
 *
 * @param name of the request; who asks by it again gets the same machine
 * @param labels which the host has to have
 * @param cpu at least this much; absent: any
 * @param memory at least this much; absent: any
 */
public record HostRequest(String name, Map<String, String> labels, Optional<Cpu> cpu, Optional<ByteSize> memory) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");

    /** A name that no host could have is an {@link IllegalArgumentException}. */
    public HostRequest {
        labels = Map.copyOf(labels);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "the name '" + name + "' has not the right form; write letters, digits and '-', at most 63");
        }
    }
}
