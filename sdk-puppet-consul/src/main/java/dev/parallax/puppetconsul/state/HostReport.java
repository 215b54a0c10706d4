package dev.parallax.puppetconsul.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.parallax.backend.Plan.FieldChange;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a host said after its last run: the revision of the data it applied, and what it runs. */
public record HostReport(
        String host,
        String revision,
        boolean ok,
        List<String> errors,
        Map<String, StepResult> steps,
        Map<String, ReplicaReport> replicas,
        List<DriftReport> drift,
        Map<String, SettingReport> settings) {
    private static final String REFUSED = "data: ";

    @SuppressWarnings("NullAway") // absent fields of a host's JSON arrive as null
    public HostReport {
        host = host == null ? "" : host;
        revision = revision == null ? "" : revision;
        errors = errors == null ? List.of() : List.copyOf(errors);
        steps = steps == null ? Map.of() : steps;
        replicas = replicas == null ? Map.of() : replicas;
        drift = drift == null ? List.of() : List.copyOf(drift);
        settings = settings == null ? Map.of() : settings;
    }

    /** The first error of a run that failed, in one line. */
    public Optional<String> failure() {
        return ok
                ? Optional.empty()
                : errors.stream().flatMap(String::lines).map(String::strip).findFirst();
    }

    /** A setting of the module as the last run whose data could be read found it, and the file that it comes from, {@code controller} or {@code module}. */
    public record SettingReport(JsonNode value, String from) {
        @SuppressWarnings("NullAway") // see above
        public SettingReport {
            value = value == null ? NullNode.getInstance() : value;
            from = from == null ? "" : from;
        }
    }

    /** Why the host did not take what it was told last, if it did not: it goes on with what it was told before. */
    public Optional<String> refused() {
        return errors.stream()
                .filter(error -> !ok && error.startsWith(REFUSED))
                .map(error -> error.substring(REFUSED.length()))
                .findFirst();
    }

    /** An object of a replica that was changed by hand; of each field, {@code before} is as it was applied and {@code after} as it was found. */
    public record DriftReport(
            String application, String role, String kind, String name, List<FieldChange> fields, boolean repaired) {}

    /** The outcome of one attempt at a step. */
    public record StepResult(int exit, String output) {
        @SuppressWarnings("NullAway") // see above
        public StepResult {
            output = output == null ? "" : output;
        }
    }

    /** A replica, by its components. */
    public record ReplicaReport(Map<String, ComponentReport> components) {
        @SuppressWarnings("NullAway") // see above
        public ReplicaReport {
            components = components == null ? Map.of() : components;
        }

        public boolean isActive() {
            return components.values().stream().allMatch(ComponentReport::isActive);
        }

        public int restarts() {
            return components.values().stream()
                    .mapToInt(ComponentReport::restarts)
                    .sum();
        }
    }

    /** A component as systemd, the package manager and the kernel see it; {@code listens}: the TCP ports that its processes listen on. */
    public record ComponentReport(
            String active,
            Map<String, String> packages,
            Optional<Integer> cpuMillis,
            Optional<Long> memoryBytes,
            Optional<Integer> uid,
            Optional<Integer> gid,
            List<Integer> listens,
            int restarts) {
        @com.fasterxml.jackson.annotation.JsonCreator
        @SuppressWarnings("NullAway") // see above
        public ComponentReport(
                @com.fasterxml.jackson.annotation.JsonProperty("active") String active,
                @com.fasterxml.jackson.annotation.JsonProperty("packages") Map<String, String> packages,
                @com.fasterxml.jackson.annotation.JsonProperty("cpu_millis") Optional<Integer> cpuMillis,
                @com.fasterxml.jackson.annotation.JsonProperty("memory_bytes") Optional<Long> memoryBytes,
                @com.fasterxml.jackson.annotation.JsonProperty("uid") Optional<Integer> uid,
                @com.fasterxml.jackson.annotation.JsonProperty("gid") Optional<Integer> gid,
                @com.fasterxml.jackson.annotation.JsonProperty("listens") List<Integer> listens,
                @com.fasterxml.jackson.annotation.JsonProperty("restarts") int restarts) {
            this.active = active == null ? "" : active;
            this.packages = packages == null ? Map.of() : packages;
            this.cpuMillis = cpuMillis == null ? Optional.empty() : cpuMillis;
            this.memoryBytes = memoryBytes == null ? Optional.empty() : memoryBytes;
            this.uid = uid == null ? Optional.empty() : uid;
            this.gid = gid == null ? Optional.empty() : gid;
            this.listens = listens == null ? List.of() : List.copyOf(listens);
            this.restarts = restarts;
        }

        public boolean isActive() {
            return active.equals("active");
        }
    }
}
