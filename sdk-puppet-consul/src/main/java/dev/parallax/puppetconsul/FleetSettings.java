package dev.parallax.puppetconsul;

import dev.parallax.backend.BackendSettings;
import dev.parallax.backend.InvalidSettingException;
import dev.parallax.puppetconsul.consul.ConsulAddress;
import dev.parallax.puppetconsul.controller.FleetOptions;
import dev.parallax.puppetconsul.profile.FleetProfile;
import dev.parallax.puppetconsul.seal.Seal;
import dev.parallax.puppetconsul.seal.SealKey;
import dev.parallax.puppetconsul.state.AddressRange;
import dev.parallax.puppetconsul.state.VirtualRouter;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The backend's settings, read and checked. */
record FleetSettings(
        ConsulAddress consul,
        Optional<String> operatorToken,
        ControllerChoice controller,
        FleetOptions options,
        Seal seal) {
    private static final Set<String> KNOWN = Set.of(
            "consul",
            "consul-ca",
            "consul-token",
            "consul-token-file",
            "consul-operator-token",
            "datacenter",
            "vips",
            "public-vips",
            "virtual-router-id",
            "controller",
            "profile",
            "seal-key");

    /** Consul as whoever removes hosts speaks to it: by a token of its own where there is one. */
    ConsulAddress operator() {
        return new ConsulAddress(
                consul.url(), consul.authority(), operatorToken.or(consul::token), consul.datacenter());
    }

    /** Where the controller runs. */
    enum ControllerChoice {
        /** In this process if no other leads when something is ordered, or while it is waited for. */
        AUTO,
        /** In this process. */
        EMBEDDED,
        /** Somewhere else. */
        DAEMON
    }

    static FleetSettings of(BackendSettings settings) {
        settings.requireKnown(PuppetConsulBackend.NAME, KNOWN);
        try {
            ConsulAddress consul = new ConsulAddress(
                    url(settings),
                    settings.path("consul-ca"),
                    settings.get("consul-token").or(() -> token(settings)),
                    settings.get("datacenter"));
            ControllerChoice controller = ControllerChoice.valueOf(
                    settings.get("controller").orElse("auto").toUpperCase(Locale.ROOT));
            return new FleetSettings(
                    consul,
                    settings.get("consul-operator-token"),
                    controller,
                    new FleetOptions(
                            settings.get("profile").map(FleetProfile::of),
                            settings.get("virtual-router-id").map(VirtualRouter::parse),
                            settings.get("vips").map(AddressRange::parse),
                            settings.get("public-vips").map(AddressRange::parse)),
                    Seal.of(settings.path("seal-key").map(SealKey::read)));
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingException("puppet-consul: a setting is wrong: " + e.getMessage(), e);
        }
    }

    private static URI url(BackendSettings settings) {
        String text = settings.get("consul")
                .orElseThrow(
                        () -> new InvalidSettingException(
                                "puppet-consul: setting consul is missing, the URL of a Consul agent; write such as https://host:8501"));
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "not the URL of a Consul agent: '" + text + "'; write https://host:8501", e);
        }
    }

    private static Optional<String> token(BackendSettings settings) {
        Optional<Path> file = settings.path("consul-token-file");
        if (file.isEmpty()) {
            return Optional.ofNullable(System.getenv("CONSUL_HTTP_TOKEN")).filter(token -> !token.isBlank());
        }
        try {
            return Optional.of(Files.readString(file.get()).strip());
        } catch (IOException e) {
            throw new InvalidSettingException(
                    "puppet-consul: setting consul-token-file: " + file.get() + " cannot be read: " + e.getMessage(),
                    e);
        }
    }
}
