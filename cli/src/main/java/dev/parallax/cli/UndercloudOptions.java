package dev.parallax.cli;

import dev.parallax.backend.BackendSettings;
import dev.parallax.undercloud.HostProvider;
import dev.parallax.undercloud.HostProviderFactory;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import picocli.CommandLine.Option;

/** Where machines come from. */
final class UndercloudOptions {
    @Option(
            names = "--undercloud",
            paramLabel = "NAME",
            required = true,
            description =
                    "Where machines come from: inventory (--set file=FILE), lab (the lab's Docker), or one of your own on the class path.")
    String undercloud = "";

    @Option(
            names = "--set",
            paramLabel = "SETTING=VALUE",
            description = "A setting of the undercloud; may be repeated.")
    Map<String, String> settings = Map.of();

    HostProvider open() {
        SortedMap<String, HostProviderFactory> known = HostProviderFactory.all();
        HostProviderFactory factory = known.get(undercloud);
        if (factory == null) {
            throw new UsageException(UsageErrors.noSuch("undercloud", undercloud, List.copyOf(known.keySet())));
        }
        return factory.open(BackendSettings.of(settings));
    }

    void addTo(ShellCommand command) {
        command.option("--undercloud", undercloud);
        settings.forEach((name, value) -> command.option("--set", name + "=" + value));
    }
}
