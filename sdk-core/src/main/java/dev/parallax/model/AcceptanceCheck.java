package dev.parallax.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One thing that must succeed for {@code accept} and a comparison; {@code apply} does not run it. Checks run in order; what one captures is a
 * template variable {@code {{captured.NAME}}} of those that follow.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = AcceptanceCheck.Http.class, name = "http"),
    @JsonSubTypes.Type(value = AcceptanceCheck.Exec.class, name = "exec")
})
public sealed interface AcceptanceCheck {
    String name();

    /**
     * A request to a service's address, or to the replicas behind it one by one, which must all answer with {@code
     * status}. Header values and the body are templates. {@code capture}: variable name to response header.
     */
    record Http(
            String name,
            String service,
            String port,
            Target target,
            String method,
            String path,
            Map<String, String> headers,
            Optional<String> body,
            int status,
            Map<String, String> capture)
            implements AcceptanceCheck {
        public Http {
            headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
            capture = Collections.unmodifiableMap(new LinkedHashMap<>(capture));
        }
    }

    /**
     * A command in a component of every replica. {@code rises}: a regular expression whose first group is a number in
     * the output; over all replicas its sum must be larger at this check than before the checks began.
     */
    record Exec(String name, ComponentRef use, List<String> command, Optional<String> rises)
            implements AcceptanceCheck {
        public Exec {
            command = List.copyOf(command);
        }
    }

    /** Whom an HTTP check asks. */
    enum Target {
        @com.fasterxml.jackson.annotation.JsonProperty("service")
        SERVICE,
        @com.fasterxml.jackson.annotation.JsonProperty("replicas")
        EACH_REPLICA
    }
}
