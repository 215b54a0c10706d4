package dev.parallax.undercloud;

import dev.parallax.backend.BackendSettings;
import dev.parallax.backend.InvalidSettingException;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;

/** Opens a {@link HostProvider} by its name. Found by {@link ServiceLoader}, as backends are. */
public interface HostProviderFactory {
    /** The name by which it is chosen, {@code inventory}. */
    String name();

    /** Opens it; settings that it does not know, or that are wrong, are an {@link InvalidSettingException}. */
    HostProvider open(BackendSettings settings);

    /** Those on the class path, by name. */
    static SortedMap<String, HostProviderFactory> all() {
        SortedMap<String, HostProviderFactory> factories = new TreeMap<>();
        ServiceLoader.load(HostProviderFactory.class).forEach(factory -> factories.put(factory.name(), factory));
        return factories;
    }
}
