package dev.parallax.examples.processes;

import dev.parallax.backend.Backend;
import dev.parallax.backend.BackendProvider;
import dev.parallax.backend.BackendSettings;
import dev.parallax.backend.InvalidSettingException;
import dev.parallax.fidelity.FidelityRules;
import java.util.Set;

/** Opens {@link ProcessBackend}s. {@code images}: a folder with a folder of files for each image; {@code state}: where replicas live. */
public final class ProcessProvider implements BackendProvider {
    // tag::provider[]
    @Override
    public String name() {
        return ProcessBackend.NAME;
    }

    @Override
    public FidelityRules fidelity() {
        return ProcessFidelity.RULES;
    }

    @Override
    public Backend open(BackendSettings settings) {
        settings.requireKnown(name(), Set.of("images", "state"));
        return new ProcessBackend(
                settings.path("images").orElseThrow(() -> missing("images")),
                settings.path("state").orElseThrow(() -> missing("state")));
    }
    // end::provider[]

    private InvalidSettingException missing(String setting) {
        return new InvalidSettingException(name() + ": setting " + setting + " is missing; name a folder");
    }
}
