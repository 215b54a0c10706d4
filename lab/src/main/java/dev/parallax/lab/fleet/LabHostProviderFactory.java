package dev.parallax.lab.fleet;

import dev.parallax.backend.BackendSettings;
import dev.parallax.undercloud.HostProvider;
import dev.parallax.undercloud.HostProviderFactory;
import java.util.Set;

/** Opens the lab as an undercloud, {@code lab}. No settings; the lab's fleet has to be up. */
public final class LabHostProviderFactory implements HostProviderFactory {
    @Override
    public String name() {
        return "lab";
    }

    @Override
    public HostProvider open(BackendSettings settings) {
        settings.requireKnown(name(), Set.of());
        return LabHostProvider.open();
    }
}
