package dev.parallax.backend;

import java.util.List;

/**
 * A host that is not one any more. {@code wasThere}: whether anything of it was; {@code givenUp}: what went with a lost machine; {@code left}: what
 * stays to be done, by somebody else than the backend. The latter two are a sentence each, without a full stop.
 */
public record RemovedHost(String host, boolean wasThere, List<String> givenUp, List<String> left) {
    public RemovedHost {
        givenUp = List.copyOf(givenUp);
        left = List.copyOf(left);
    }

    /** Of a host that was not there. */
    public static RemovedHost absent(String host) {
        return new RemovedHost(host, false, List.of(), List.of());
    }
}
