package dev.parallax.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** What a check asks. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Probe.Http.class, name = "http"),
    @JsonSubTypes.Type(value = Probe.Tcp.class, name = "tcp"),
    @JsonSubTypes.Type(value = Probe.Exec.class, name = "exec")
})
public sealed interface Probe {
    /** {@code GET path} on a named port of the component, at the replica's address; a status from 200 to 399 succeeds. */
    record Http(String path, String port) implements Probe {}

    /** A connection to a named port of the component, at the replica's address. */
    record Tcp(String port) implements Probe {}

    /** A command in the component's environment; exit status 0 succeeds. */
    record Exec(List<String> command) implements Probe {
        public Exec {
            command = List.copyOf(command);
        }
    }
}
