package dev.parallax.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Who can reach a service. */
public enum Exposure {
    /** The application itself. */
    @JsonProperty("internal")
    INTERNAL,
    /** Clients outside as well, at an address of its own. */
    @JsonProperty("public")
    PUBLIC
}
