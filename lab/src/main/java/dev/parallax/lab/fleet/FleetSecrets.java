package dev.parallax.lab.fleet;

import dev.parallax.SystemTime;
import dev.parallax.lab.LabException;
import dev.parallax.puppetconsul.seal.SealKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Keys, certificates and tokens of one fleet, made once and kept in the state folder, where only this user reads them. Consul's
 * own executable makes the certificates.
 */
final class FleetSecrets {
    private final Path folder;

    private FleetSecrets(Path folder) {
        this.folder = folder;
    }

    /** Those of the fleet in this folder; what is missing is made. */
    static FleetSecrets in(Path folder, Path consul) {
        FleetSecrets secrets = new FleetSecrets(folder);
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            secrets.makeCertificates(consul);
            secrets.makeTokens();
        } catch (IOException e) {
            throw new LabException("could not write the fleet's secrets to " + folder + ": " + e.getMessage(), e);
        }
        return secrets;
    }

    /** Those of the fleet in this folder, which must be there. */
    static FleetSecrets of(Path folder) {
        return new FleetSecrets(folder);
    }

    static boolean present(Path folder) {
        return Files.isReadable(folder.resolve("tls/ca.pem")) && Files.isReadable(folder.resolve("controller.token"));
    }

    Path caFile() {
        return folder.resolve("tls/ca.pem");
    }

    String ca() {
        return read("tls/ca.pem");
    }

    String certificate(String member) {
        return read("tls/" + member + ".pem");
    }

    String key(String member) {
        return read("tls/" + member + "-key.pem");
    }

    String gossipKey() {
        return read("gossip.key");
    }

    /** May do everything; never leaves this machine and the Consul server's own configuration. */
    String managementToken() {
        return read("management.token");
    }

    /** For which the fleet's secrets are sealed. */
    Path sealKeyFile() {
        return folder.resolve("seal.key");
    }

    String sealKey() {
        return read("seal.key") + "\n";
    }

    String controllerToken() {
        return read("controller.token");
    }

    String hostToken(String member) {
        return read(member + ".token");
    }

    /** Those of one more host; what is missing is made. */
    void add(String member, Path consul) {
        try {
            keep(member + ".token", UUID.randomUUID().toString());
            Path tls = folder.resolve("tls");
            if (Files.exists(tls.resolve(member + ".pem")) && Files.exists(tls.resolve(member + "-key.pem"))) {
                return;
            }
            Path work = Files.createTempDirectory(folder, "tls-new");
            run(
                    consul,
                    work,
                    "tls",
                    "cert",
                    "create",
                    "-client",
                    "-dc=" + FleetLayout.DATACENTER,
                    "-days=3650",
                    "-ca=" + tls.resolve("ca.pem"),
                    "-key=" + tls.resolve("ca-key.pem"));
            for (String kind : List.of("-key.pem", ".pem")) {
                Path made = work.resolve(FleetLayout.DATACENTER + "-client-consul-0" + kind);
                Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-------"));
                Files.move(made, tls.resolve(member + kind), StandardCopyOption.REPLACE_EXISTING);
            }
            Files.delete(work);
        } catch (IOException e) {
            throw new LabException(
                    "could not write the secrets of " + member + " to " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Whether a member has a certificate of its own; the controller's token alone is none. */
    boolean knows(String member) {
        return Files.exists(folder.resolve("tls/" + member + ".pem"));
    }

    /** Removes those of one host; what is gone is fine. */
    void remove(String member) {
        try {
            for (String name : List.of(member + ".token", "tls/" + member + ".pem", "tls/" + member + "-key.pem")) {
                Files.deleteIfExists(folder.resolve(name));
            }
        } catch (IOException e) {
            throw new LabException("could not remove the secrets of " + member + ": " + e.getMessage(), e);
        }
    }

    private void makeTokens() throws IOException {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        keep("gossip.key", Base64.getEncoder().encodeToString(key));
        keep("management.token", UUID.randomUUID().toString());
        keep("controller.token", UUID.randomUUID().toString());
        for (FleetLayout.Member member : FleetLayout.ALL) {
            keep(member.name() + ".token", UUID.randomUUID().toString());
        }
        if (!Files.exists(sealKeyFile())) {
            Path whole = folder.resolve("seal.key.new");
            Files.deleteIfExists(whole);
            SealKey.generate(SystemTime.clock()).writeNew(whole);
            Files.move(whole, sealKeyFile(), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** All certificates appear at once: a half-made set is never used. */
    private void makeCertificates(Path consul) throws IOException {
        Path target = folder.resolve("tls");
        if (Files.isDirectory(target)) {
            return;
        }
        Path work = Files.createTempDirectory(folder, "tls-new");
        String days = "-days=3650";
        run(consul, work, "tls", "ca", "create", days);
        String datacenter = "-dc=" + FleetLayout.DATACENTER;
        run(
                consul,
                work,
                "tls",
                "cert",
                "create",
                "-server",
                datacenter,
                days,
                "-additional-ipaddress=" + FleetLayout.CONTROL.address());
        Map<String, String> names = new TreeMap<>();
        names.put("consul-agent-ca.pem", "ca.pem");
        names.put("consul-agent-ca-key.pem", "ca-key.pem");
        rename(names, FleetLayout.DATACENTER + "-server-consul-0", FleetLayout.CONTROL.name());
        for (int index = 0; index < FleetLayout.HOSTS.size(); index++) {
            run(consul, work, "tls", "cert", "create", "-client", datacenter, days);
            rename(
                    names,
                    FleetLayout.DATACENTER + "-client-consul-" + index,
                    FleetLayout.HOSTS.get(index).name());
        }
        for (Map.Entry<String, String> name : names.entrySet()) {
            Path file = Files.move(work.resolve(name.getKey()), work.resolve(name.getValue()));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
        Files.move(work, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void rename(Map<String, String> names, String made, String member) {
        names.put(made + ".pem", member + ".pem");
        names.put(made + "-key.pem", member + "-key.pem");
    }

    private static void run(Path consul, Path directory, String... arguments) throws IOException {
        Process process = new ProcessBuilder(Stream.concat(Stream.of(consul.toString()), Stream.of(arguments))
                        .toList())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        try {
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new LabException("`consul " + String.join(" ", arguments) + "` failed: " + output.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while certificates were made", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private void keep(String name, String value) throws IOException {
        Path file = folder.resolve(name);
        if (Files.exists(file)) {
            return;
        }
        Path whole = Files.createTempFile(folder, name, ".new");
        Files.writeString(whole, value);
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private String read(String name) {
        try {
            return Files.readString(folder.resolve(name)).strip() + (name.endsWith(".pem") ? "\n" : "");
        } catch (IOException e) {
            throw new LabException(
                    "could not read " + folder.resolve(name) + ": `parallax lab up` makes the fleet anew", e);
        }
    }

    @Override
    public String toString() {
        return "FleetSecrets(" + folder + ")";
    }
}
