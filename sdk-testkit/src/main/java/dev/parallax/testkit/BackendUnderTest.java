package dev.parallax.testkit;

import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.backend.Backend;
import dev.parallax.model.Artifact;
import dev.parallax.model.Secret;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** How the kit gets at a backend and at the replicas it runs. Everything that has a default suits the kit's web server as a process. */
public interface BackendUnderTest {
    /** The backend under test, always the same; asked for first before any test, closed in {@link #end}. */
    Backend backend();

    /** How long anything may take at most; two minutes. */
    default Duration limit() {
        return Duration.ofMinutes(2);
    }

    /** The application's name; nothing else on the orchestrator has it. {@code conformance}. */
    default String application() {
        return "conformance";
    }

    /** What brings the kit's web server: the image {@code parallax/web:1}; on hosts it is there already. */
    default Artifact artifact() {
        return Artifact.builder().image("parallax/web:1").build();
    }

    /** The port of the sample's public service; 80, which not everybody may listen at. */
    default int publicPort() {
        return 80;
    }

    /**
     * What this backend does not do, with why not, in the words of the report. The behaviours of it are reported as aborted, once the backend has shown
     * that it refuses what they ask for by name ({@link dev.parallax.backend.NotSupportedException}, or a field that its rules refuse); one that
     * does not refuse fails. Nothing, unless overridden.
     */
    default Map<Ability, String> leftOut() {
        return Map.of();
    }

    /** The environment of the process of a replica; asked from the replica itself, at its address and the port given. */
    default Map<String, String> environment(ReplicaStatus replica, int port) {
        return WebServer.of(replica, port).environment();
    }

    /** The content of a file as the process of a replica sees it; asked from the replica itself. */
    default String file(ReplicaStatus replica, int port, String path) {
        return WebServer.of(replica, port).file(path);
    }

    /** Has the process of a replica write a line to its standard output; asked from the replica itself. */
    default void writeLine(ReplicaStatus replica, int port, String line) {
        WebServer.of(replica, port).log(line);
    }

    /** The name of the replica that answers at an address and port; asked from where the tests run. */
    default String whoAnswers(String address, int port) {
        return new WebServer(address, port).name();
    }

    /** Ends the process of a replica; asked from the replica itself. */
    default void kill(ReplicaStatus replica, int port) {
        WebServer.of(replica, port).exit();
    }

    /** A label of two values that two hosts have each, so that replicas can be placed by it; {@code rack}. */
    default String rackLabel() {
        return "rack";
    }

    /** How hosts are lost. Empty, as it is unless overridden: the test of lost hosts is reported as aborted. */
    default Optional<HostFaults> hostFaults() {
        return Optional.empty();
    }

    /** A field or a file that is changed by hand. Empty, as it is unless overridden: the tests of such changes are reported as aborted. */
    default Optional<HandMadeChange> handMadeChange() {
        return Optional.empty();
    }

    /** Something of a role's that is deleted or stopped by hand. Empty, as it is unless overridden: the tests of it are reported as aborted. */
    default Optional<HandMadeChange> handMadeDeletion() {
        return Optional.empty();
    }

    /**
     * Puts a value where a {@link Secret.Existing} says that the orchestrator keeps it, or takes it away again; asked for while the application is
     * there. The kit's own is {@code conformance-kept/value} on Kubernetes and {@code parallax-secrets/conformance} in Consul. False, as it is unless
     * overridden: the backend has no place for such values, and the test of them is reported as aborted.
     */
    default boolean keep(Secret.Existing where, Optional<String> value) {
        return false;
    }

    /** Whether replicas are processes, which take memory, and not simulated. */
    default boolean hasProcesses() {
        return true;
    }

    /** Called last of all: where a backend that was opened for the tests is closed. Does nothing unless overridden. */
    default void end() {}
}
