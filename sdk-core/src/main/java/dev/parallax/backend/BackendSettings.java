package dev.parallax.backend;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

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

    public Set<String> names() {
        return new TreeSet<>(values.keySet());
    }

    /** For a provider: settings that it does not know are refused, all of them at once. */
    public void requireKnown(String backend, Set<String> known) {
        Set<String> unknown = names();
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new InvalidSettingException(backend + ": unknown setting" + (unknown.size() == 1 ? " " : "s ")
                    + String.join(", ", unknown) + (known.size() == 1 ? "; known is " : "; known are ")
                    + String.join(", ", new TreeSet<>(known)));
        }
    }

    @Override
    public String toString() {
        return "BackendSettings" + names();
    }
}
