package dev.parallax.lab;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where the lab keeps things on the machine: nothing of it inside the repository.
 *
 * @param cache what is slow to make and the same for every run; may be removed at any time when no lab is up
 * @param state what belongs to the labs that are up: addresses, certificates, process ids
 */
public record Places(Path cache, Path state) {
    /** The places of this user, from {@code PARALLAX_CACHE} and {@code PARALLAX_STATE} or as the XDG rules say. */
    public static Places ofThisUser() {
        return of(System.getenv(), Path.of(System.getProperty("user.home")));
    }

    static Places of(Map<String, String> environment, Path home) {
        return new Places(
                place(environment, "PARALLAX_CACHE", "XDG_CACHE_HOME", home.resolve(".cache")),
                place(environment, "PARALLAX_STATE", "XDG_STATE_HOME", home.resolve(".local/state")));
    }

    private static Path place(Map<String, String> environment, String own, String base, Path fallback) {
        return set(environment, own)
                .orElseGet(() -> set(environment, base).orElse(fallback).resolve("parallax"));
    }

    private static Optional<Path> set(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .filter(value -> !value.isBlank())
                .map(value -> Path.of(value).toAbsolutePath());
    }

    /** The folder of a side's state: {@code lab/kubernetes}, {@code lab/puppet-consul}. */
    public Path state(Side side) {
        return state.resolve("lab").resolve(side.id());
    }
}
