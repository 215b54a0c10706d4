package dev.parallax.fidelity;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** How truly one field of a definition is realised. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "fidelity")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Fidelity.Exact.class, name = "exact"),
    @JsonSubTypes.Type(value = Fidelity.Approximated.class, name = "approximated"),
    @JsonSubTypes.Type(value = Fidelity.Refused.class, name = "refused")
})
public sealed interface Fidelity {
    /** As the field's description says. */
    Fidelity EXACT = new Exact();

    /** {@code exact}, {@code approximated} or {@code refused}. */
    String word();

    /** How it differs or why it is refused; empty when it is exact. */
    String remark();

    /** As the field's description says. */
    record Exact() implements Fidelity {
        @Override
        public String word() {
            return "exact";
        }

        @Override
        public String remark() {
            return "";
        }
    }

    /** In another way than described, or in part: {@code how} says what happens instead. */
    record Approximated(String how) implements Fidelity {
        @Override
        public String word() {
            return "approximated";
        }

        @Override
        public String remark() {
            return how;
        }
    }

    /** Not at all: an application that asks for it is refused before anything is touched. {@code why} says what to write instead. */
    record Refused(String why) implements Fidelity {
        @Override
        public String word() {
            return "refused";
        }

        @Override
        public String remark() {
            return why;
        }
    }
}
