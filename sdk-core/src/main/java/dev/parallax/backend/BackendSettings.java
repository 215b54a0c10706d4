package dev.parallax.backend;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Named settings of a backend, such as {@code kubeconfig} or {@code consul}. Values may be secret: never logged. */
public final class BackendSettings {
    private final Map<String, String> values;

    private BackendSettings(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    public static BackendSettings of(Map<String, String> values) {
        return new BackendSettings(values);
    }

    public Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    public Optional<Path> path(String name) {
        return get(name).map(Path::of);
    }

    public java.util.Set<String> names() {
        return new java.util.TreeSet<>(values.keySet());
    }

    @Override
    public String toString() {
        return "BackendSettings" + names();
    }
}
