package dev.parallax.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the replicas of a role are spread. */
public enum Spread {
    /** Replicas may share a host. */
    @JsonProperty("none")
    NONE,
    /** At most one replica on a host. */
    @JsonProperty("host")
    HOST
}
