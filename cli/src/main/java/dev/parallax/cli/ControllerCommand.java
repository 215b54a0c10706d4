package dev.parallax.cli;

import dev.parallax.backend.BackendSettings;
import dev.parallax.puppetconsul.PuppetConsulController;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "controller",
        description = {
            "Look after a fleet of Puppet and Consul hosts until interrupted: place replicas, write hosts' data, replace what is lost.",
            "Several may run; one leads. Those of a fleet with secrets have the same --seal-key. Started again after it was killed it goes on from what Consul holds."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parallax controller --consul https://127.0.0.1:8501 --consul-ca ca.pem --consul-token-file controller.token"
                    + " --seal-key seal.key"
        })
final class ControllerCommand extends Action {
    @Mixin
    ConsulOptions consul = new ConsulOptions();

    @Option(
            names = "--vips",
            paramLabel = "CIDR",
            description =
                    "The network that new services get their addresses from (default: as the fleet has it already; at first, 10.78.128.0/24).")
    @Nullable
    String vips;

    @Option(
            names = "--public-vips",
            paramLabel = "CIDR",
            description =
                    "The network that new public services get their public addresses from (default: as the fleet has it already; at first, 10.78.200.0/24).")
    @Nullable
    String publicVips;

    @Option(
            names = "--virtual-router-id",
            paramLabel = "NUMBER",
            description =
                    "By which keepalived keeps public addresses, 1 to 255; another one for each fleet on a network (default: as the fleet has it already; at first, 51).")
    @Nullable
    String virtualRouter;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description =
                    "How the fleet is run: reconciled or classic (default: as it is run already; at first, reconciled).")
    @Nullable
    String profile;

    ControllerCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    int run(Invocation invocation) throws IOException, InterruptedException {
        Map<String, String> settings = new TreeMap<>(consul.settings(invocation.environment()));
        if (vips != null) {
            settings.put("vips", vips);
        }
        if (publicVips != null) {
            settings.put("public-vips", publicVips);
        }
        if (virtualRouter != null) {
            settings.put("virtual-router-id", virtualRouter);
        }
        if (profile != null) {
            settings.put("profile", profile);
        }
        invocation.putInOrderWhenInterrupted();
        invocation.ifCutShort(
                "what is deployed goes on; another controller takes over, or this one when it is started again");
        try (PuppetConsulController controller = PuppetConsulController.open(BackendSettings.of(settings))) {
            controller.run();
        }
        return ExitStatus.DONE;
    }
}
