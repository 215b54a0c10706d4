package dev.parallax.puppetconsul.state;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/** A host that is being removed, since when, and how far that is. Gone when nothing of the host is left. */
public record HostRemoval(Instant since, Stage stage) {
    public HostRemoval at(Stage next) {
        return new HostRemoval(since, next);
    }

    /** Whether nothing is expected of its machine any more: as if there were no such host. */
    public boolean hasGone() {
        return stage != Stage.EMPTYING;
    }

    /** How far a removal is. */
    public enum Stage {
        /** The host takes nothing, and is told to undo what is there. */
        @JsonProperty("emptying")
        EMPTYING,
        /** Its machine never comes back: what it carried goes elsewhere. */
        @JsonProperty("lost")
        LOST,
        /** It carries nothing, and is not told anything any more. */
        @JsonProperty("forgotten")
        FORGOTTEN
    }
}
