package dev.parallax;

import dev.parallax.backend.Backend;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.BackendProvider;
import dev.parallax.backend.BackendSettings;
import dev.parallax.definition.DefinitionReader;
import dev.parallax.model.Application;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The way in: read a definition, open a backend, apply.
 *
 * <pre>{@code
 * Application shop = Parallax.read(Path.of("shop.yaml"));
 * try (Backend backend = Parallax.backend("kubernetes").with("kubeconfig", "admin.conf").open()) {
 *     ApplicationStatus status = backend.apply(shop).await(Duration.ofMinutes(5));
 * }
 * }</pre>
 */
public final class Parallax {
    private Parallax() {}

    /**
     * Reads a definition in YAML or JSON with the files it names and overlays laid over it, of which a later one wins.
     *
     * @throws dev.parallax.definition.InvalidDefinitionException with everything that is wrong with it
     */
    public static Application read(Path file, Path... overlays) {
        return DefinitionReader.read(file, overlays);
    }

    /** A backend to open, by its name; what there is depends on the modules on the class path. */
    public static BackendBuilder backend(String name) {
        return new BackendBuilder(name);
    }

    /** The backends on the class path, by name. */
    public static SortedMap<String, BackendProvider> backends() {
        SortedMap<String, BackendProvider> providers = new TreeMap<>();
        ServiceLoader.load(BackendProvider.class).forEach(provider -> providers.put(provider.name(), provider));
        return providers;
    }

    /** Collects the settings of a backend. */
    public static final class BackendBuilder {
        private final String name;
        private final Map<String, String> settings = new LinkedHashMap<>();

        private BackendBuilder(String name) {
            this.name = Objects.requireNonNull(name, "name");
        }

        public BackendBuilder with(String setting, String value) {
            settings.put(Objects.requireNonNull(setting, "setting"), Objects.requireNonNull(value, "value"));
            return this;
        }

        /** Connects. A name that is not known and an orchestrator that cannot be reached are a {@link BackendException}. */
        public Backend open() {
            SortedMap<String, BackendProvider> providers = backends();
            BackendProvider provider = providers.get(name);
            if (provider == null) {
                throw new BackendException("there is no backend '" + name + "'; known are "
                        + String.join(", ", providers.keySet()) + "; put its module on the class path");
            }
            return provider.open(BackendSettings.of(settings));
        }
    }
}
