package dev.parallax.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a check asks. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Probe.Http.class, name = "http"),
    @JsonSubTypes.Type(value = Probe.Tcp.class, name = "tcp"),
    @JsonSubTypes.Type(value = Probe.Exec.class, name = "exec")
})
public sealed interface Probe {
    /** {@code GET path} with these headers on a named port of the component, at the replica's address; one of these statuses succeeds. */
    record Http(String path, String port, Map<String, String> headers, StatusRange status) implements Probe {
        public Http {
            headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        }

        /** Without headers; a status from 200 to 399 succeeds. */
        public Http(String path, String port) {
            this(path, port, Map.of(), StatusRange.SUCCESS);
        }

        /** Of the stored form, which has had headers and status only since there are such. */
        @JsonCreator
        static Http stored(
                @JsonProperty("path") String path,
                @JsonProperty("port") String port,
                @JsonProperty("headers") @Nullable Map<String, String> headers,
                @JsonProperty("status") @Nullable StatusRange status) {
            return new Http(
                    path, port, headers == null ? Map.of() : headers, status == null ? StatusRange.SUCCESS : status);
        }
    }

    /** A connection to a named port of the component, at the replica's address. */
    record Tcp(String port) implements Probe {}

    /** A command in the component's environment; exit status 0 succeeds. */
    record Exec(List<String> command) implements Probe {
        public Exec {
            command = List.copyOf(command);
        }
    }
}
