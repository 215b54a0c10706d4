package dev.parallax.memory;

import dev.parallax.backend.Backend;
import dev.parallax.backend.BackendProvider;
import dev.parallax.backend.BackendSettings;
import dev.parallax.backend.InvalidSettingException;
import dev.parallax.fidelity.FidelityRules;
import java.util.OptionalInt;
import java.util.Set;

/** Opens {@link InMemoryBackend}s; the only setting is {@code hosts}, their number. */
public final class InMemoryProvider implements BackendProvider {
    private static final String HOSTS = "hosts";

    @Override
    public String name() {
        return InMemoryBackend.NAME;
    }

    @Override
    public FidelityRules fidelity() {
        return MemoryFidelity.RULES;
    }

    @Override
    public Backend open(BackendSettings settings) {
        settings.requireKnown(name(), Set.of(HOSTS));
        OptionalInt hosts = settings.get(HOSTS).map(InMemoryProvider::number).orElse(OptionalInt.empty());
        return InMemoryBackend.builder()
                .hosts(hosts.orElse(InMemoryBackend.DEFAULT_HOSTS))
                .build();
    }

    private static OptionalInt number(String text) {
        try {
            int number = Integer.parseInt(text);
            if (number > 0) {
                return OptionalInt.of(number);
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new InvalidSettingException("in-memory: setting hosts is '" + text + "'; write a whole number from 1 on");
    }
}
