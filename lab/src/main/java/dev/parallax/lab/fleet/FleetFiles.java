package dev.parallax.lab.fleet;

import dev.parallax.lab.Racks;
import dev.parallax.lab.docker.HostFile;
import dev.parallax.model.ByteSize;
import dev.parallax.model.Cpu;
import dev.parallax.puppetconsul.host.Enrolment;
import dev.parallax.puppetconsul.profile.FleetProfile;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is written on the fleet's hosts before they boot for the first time. */
final class FleetFiles {
    static final String CONTROLLER_TOKEN = "/etc/parallax/controller.token";
    static final String SEAL_KEY = "/etc/parallax/seal.key";
    static final String HOST_TOKEN = "/etc/parallax/consul.token";

    private FleetFiles() {}

    static List<HostFile> control(FleetSecrets secrets, FleetProfile profile) {
        List<HostFile> files = new ArrayList<>(agent(FleetLayout.CONTROL, secrets));
        files.add(HostFile.secret(
                ConsulConfiguration.DIRECTORY + "/consul.json", ConsulConfiguration.server(secrets, profile)));
        files.add(HostFile.secret(CONTROLLER_TOKEN, secrets.controllerToken()));
        files.add(HostFile.secret(SEAL_KEY, secrets.sealKey()));
        files.add(HostFile.text("/etc/parallax/ca.pem", secrets.ca()));
        files.add(HostFile.text("/lib/systemd/system/parallax-controller.service", controllerUnit(profile)));
        files.add(wanted("consul.service", "parallax-controller.service"));
        return files;
    }

    static List<HostFile> host(FleetLayout.Member host, FleetSecrets secrets, FleetProfile profile) {
        return host(host, enrolment(host, profile), secrets);
    }

    static List<HostFile> host(FleetLayout.Member host, Enrolment enrolment, FleetSecrets secrets) {
        List<HostFile> files = new ArrayList<>(agent(host, secrets));
        files.add(HostFile.secret(
                ConsulConfiguration.DIRECTORY + "/consul.json",
                ConsulConfiguration.host(host, secrets, enrolment.profile())));
        files.add(HostFile.secret(HOST_TOKEN, secrets.hostToken(host.name())));
        enrolment
                .files()
                .forEach(
                        (path, file) -> files.add(new HostFile(path, file.content(), file.executable() ? 0755 : 0644)));
        List<String> units = new ArrayList<>(List.of("consul.service"));
        units.addAll(enrolment.units());
        files.add(wanted(units.toArray(String[]::new)));
        return files;
    }

    private static Enrolment enrolment(FleetLayout.Member host, FleetProfile profile) {
        return new Enrolment(
                host.name(),
                Enrolment.Agent.USUAL,
                Map.of(Racks.LABEL, FleetLayout.rack(host)),
                Optional.of(new Cpu(FleetLayout.hostCpuMillis())),
                Optional.of(new ByteSize(FleetLayout.HOST_MEMORY)),
                Optional.of("eth0"),
                profile);
    }

    /** Without a word of the profile where it is the one that controllers have by themselves. */
    private static String controllerUnit(FleetProfile profile) {
        return CONTROLLER_UNIT.formatted(profile.equals(FleetProfile.RECONCILED) ? "" : " --profile " + profile.name());
    }

    /** What tells two sets of files apart. */
    static String digest(List<HostFile> files) {
        MessageDigest sum = sha256();
        files.forEach(file -> sum.update((file.path() + file.digest()).getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(sum.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private static List<HostFile> agent(FleetLayout.Member member, FleetSecrets secrets) {
        String tls = ConsulConfiguration.TLS;
        return List.of(
                HostFile.text(tls + "/ca.pem", secrets.ca()),
                HostFile.text(tls + "/agent.pem", secrets.certificate(member.name())),
                HostFile.secret(tls + "/agent-key.pem", secrets.key(member.name())),
                HostFile.text(
                        "/lib/systemd/system/consul.service",
                        // An agent says that it is ready when it has joined; the one server has nobody to join.
                        CONSUL_UNIT.formatted(member.equals(FleetLayout.CONTROL) ? "exec" : "notify")));
    }

    /** Starts the units at each boot. */
    private static HostFile wanted(String... units) {
        return HostFile.text(
                "/etc/systemd/system/multi-user.target.d/parallax.conf",
                "[Unit]\nWants=" + String.join(" ", units) + "\n");
    }

    private static final String CONSUL_UNIT = """
            [Unit]
            Description=Consul agent
            Wants=network-online.target
            After=network-online.target
            StartLimitIntervalSec=0

            [Service]
            Type=%s
            ExecStartPre=/bin/mkdir -p /etc/consul.d/parallax
            ExecStart=/opt/parallax/consul/consul agent -config-dir=/etc/consul.d -config-dir=/etc/consul.d/parallax
            ExecReload=/bin/kill -HUP $MAINPID
            Restart=always
            RestartSec=500ms
            KillSignal=SIGTERM
            KillMode=process
            # A host may boot before the server answers: the agent goes on trying.
            TimeoutStartSec=infinity
            LimitNOFILE=65536
            """;

    private static final String CONTROLLER_UNIT = """
            [Unit]
            Description=Controller of the fleet
            ConditionPathExists=/opt/parallax/parallax.jar
            After=consul.service
            StartLimitIntervalSec=0

            [Service]
            Type=exec
            ExecStart=/usr/bin/java -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -jar /opt/parallax/parallax.jar controller \\
              --consul https://localhost:8501 --consul-ca /etc/parallax/ca.pem --consul-token-file /etc/parallax/controller.token \\
              --seal-key /etc/parallax/seal.key%s
            Restart=always
            RestartSec=500ms
            # A Java process ends with this status when it is asked to stop.
            SuccessExitStatus=143
            """;
}
