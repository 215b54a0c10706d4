package dev.parallax.undercloud;

import dev.parallax.backend.BackendSettings;
import dev.parallax.backend.InvalidSettingException;
import java.util.Set;

/** Opens a {@link StaticInventory}. Setting: {@code file}. */
public final class StaticInventoryFactory implements HostProviderFactory {
    @Override
    public String name() {
        return StaticInventory.NAME;
    }

    @Override
    public HostProvider open(BackendSettings settings) {
        settings.requireKnown(StaticInventory.NAME, Set.of("file"));
        return new StaticInventory(settings.path("file")
                .orElseThrow(() -> new InvalidSettingException(
                        "inventory: setting file is missing, the machines that there are; write file=machines.yaml")));
    }
}
