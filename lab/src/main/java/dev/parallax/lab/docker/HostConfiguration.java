package dev.parallax.lab.docker;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Turns a host's description into the rights and limits of its container. */
final class HostConfiguration {
    private HostConfiguration() {}

    /** How much a host's container may do on the machine. */
    enum Rights {
        /** Everything, as the engine grants it in one word. */
        PRIVILEGED,
        /**
         * Everything but one capability that the engine itself may lack when it runs in a confined machine, and with the
         * engine's own confinement taken off piece by piece.
         */
        ALL_BUT_SYS_RESOURCE;

        private static final int SYS_RESOURCE = 24;

        /**
         * What an engine on this machine can grant. An engine that runs confined itself refuses to start privileged containers
         * ("unable to apply caps"); what confines it confines this process as well.
         */
        static Rights ofThisMachine() {
            try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
                boolean all = lines.filter(line -> line.startsWith("CapBnd:"))
                        .map(line -> Long.parseUnsignedLong(
                                line.substring("CapBnd:".length()).strip(), 16))
                        .allMatch(set -> (set >> SYS_RESOURCE & 1) == 1);
                return all ? PRIVILEGED : ALL_BUT_SYS_RESOURCE;
            } catch (IOException e) {
                return PRIVILEGED;
            }
        }
    }

    static HostConfig of(HostSpec spec, Rights rights) {
        Map<String, String> temporary = new TreeMap<>();
        for (String path : List.of("/run", "/run/lock", "/tmp")) {
            temporary.put(
                    path,
                    "rw,nosuid,nodev,exec,mode=" + (path.equals("/run") ? "755" : "1777") + ",size="
                            + spec.temporarySpace());
        }
        HostConfig config = rights(rights)
                .withNetworkMode(spec.network())
                .withCgroupnsMode("private")
                .withTmpFs(temporary)
                .withBinds(binds(spec))
                .withExtraHosts(spec.names().entrySet().stream()
                        .map(name -> name.getKey() + ":" + name.getValue())
                        .sorted()
                        .toArray(String[]::new));
        if (!spec.sysctls().isEmpty()) {
            config.withSysctls(spec.sysctls());
        }
        spec.memory().ifPresent(bytes -> config.withMemory(bytes).withMemorySwap(bytes));
        spec.cpuMillis().ifPresent(millis -> config.withNanoCPUs(millis * 1_000_000L));
        return config;
    }

    static HostConfig rights(Rights rights) {
        if (rights == Rights.PRIVILEGED) {
            return new HostConfig().withPrivileged(true);
        }
        return new Unmasked()
                // Hosts run containers themselves, which open devices.
                .withDeviceCgroupRules(List.of("a *:* rwm"))
                .withCapAdd(Capability.ALL)
                .withCapDrop(Capability.SYS_RESOURCE)
                .withSecurityOpts(List.of("seccomp=unconfined", "apparmor=unconfined", "label=disable"));
    }

    private static List<Bind> binds(HostSpec spec) {
        List<Bind> binds = new ArrayList<>();
        for (Mount mount : spec.mounts()) {
            Volume target = new Volume(mount.target());
            if (mount instanceof Mount.Directory directory) {
                binds.add(new Bind(directory.source(), target, directory.readOnly() ? AccessMode.ro : AccessMode.rw));
            } else {
                binds.add(new Bind(volumeName(spec.name(), mount.target()), target));
            }
        }
        return binds;
    }

    static String volumeName(String host, String target) {
        return host + target.replaceAll("[^A-Za-z0-9]+", "-");
    }

    /** Leaves {@code /proc/sys} and the like as they are; the client library has no setting for it. */
    private static final class Unmasked extends HostConfig {
        private static final long serialVersionUID = 1L;

        @JsonProperty("MaskedPaths")
        List<String> maskedPaths() {
            return List.of();
        }

        @JsonProperty("ReadonlyPaths")
        List<String> readonlyPaths() {
            return List.of();
        }
    }
}
