package dev.parallax.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How to reach the Consul of a fleet. */
final class ConsulOptions {
    /** As Consul's own tools have it. The token is never an option: everyone on the machine can see a command line. */
    private static final String TOKEN_VARIABLE = "CONSUL_HTTP_TOKEN";

    @Option(
            names = "--consul",
            paramLabel = "URL",
            description = "Where the fleet's Consul is, as in https://consul.example:8501.")
    @Nullable
    String consul;

    @Option(names = "--consul-ca", paramLabel = "FILE", description = "The certificates (PEM) that vouch for Consul's.")
    @Nullable
    Path ca;

    @Option(
            names = "--consul-token-file",
            paramLabel = "FILE",
            description = "The file with Consul's ACL token (default: $CONSUL_HTTP_TOKEN).")
    @Nullable
    Path tokenFile;

    @Option(
            names = "--seal-key",
            paramLabel = "FILE",
            description =
                    "The key by which the fleet's secrets are sealed, which its controllers have too (see: parallax secret key).")
    @Nullable
    Path sealKey;

    boolean areSet() {
        return consul != null || ca != null || tokenFile != null || sealKey != null;
    }

    /** These options, without the token's value, which is none of them. */
    void addTo(ShellCommand command) {
        BackendOptions.option(command, "--consul", consul);
        BackendOptions.option(command, "--consul-ca", ca);
        BackendOptions.option(command, "--consul-token-file", tokenFile);
        BackendOptions.option(command, "--seal-key", sealKey);
    }

    Map<String, String> settings(Map<String, String> environment) throws IOException {
        if (consul == null) {
            throw new UsageException("it is not said where Consul is; add --consul URL");
        }
        Map<String, String> settings = new TreeMap<>();
        settings.put("consul", consul);
        if (ca != null) {
            settings.put("consul-ca", BackendOptions.readable(ca).toString());
        }
        if (sealKey != null) {
            settings.put("seal-key", BackendOptions.readable(sealKey).toString());
        }
        String token = token(environment);
        if (!token.isEmpty()) {
            settings.put("consul-token", token);
        }
        return settings;
    }

    private String token(Map<String, String> environment) throws IOException {
        String token = tokenFile == null
                ? environment.getOrDefault(TOKEN_VARIABLE, "").strip()
                : new String(Files.readAllBytes(BackendOptions.readable(tokenFile)), StandardCharsets.ISO_8859_1)
                        .strip();
        if (token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new UsageException((tokenFile == null ? "$" + TOKEN_VARIABLE : tokenFile.toString())
                    + " is not a token: it has characters other than letters, digits and signs of ASCII");
        }
        return token;
    }
}
