package dev.parallax.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.backend.Plan;
import dev.parallax.backend.Plan.Action;
import dev.parallax.backend.Plan.Change;
import dev.parallax.backend.Plan.FieldChange;
import dev.parallax.secret.SecretValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MentionedSecretsTest {
    private static final Optional<String> MASKED = Optional.of(SecretValue.MASK);
    private static final FieldChange BOTH = new FieldChange("text", MASKED, MASKED, List.of("alice"));

    @Test
    void showsTheDefinitionsTextsInPlaceOfMasks() {
        assertThat(shown(BOTH, Map.of("text", "a {{secret.db}}"), Map.of("text", "b {{secret.db}}")))
                .isEqualTo(new FieldChange(
                        "text", Optional.of("a {{secret.db}}"), Optional.of("b {{secret.db}}"), List.of("alice")));
        FieldChange added = new FieldChange("text", Optional.empty(), MASKED);
        assertThat(shown(added, Map.of(), Map.of("text", "b {{secret.db}}")))
                .isEqualTo(new FieldChange("text", Optional.empty(), Optional.of("b {{secret.db}}")));
    }

    @Test
    void leavesTheMaskWhereAValueChangesOrATextIsNotKnown() {
        Map<String, String> same = Map.of("text", "a {{secret.db}}");

        assertThat(shown(BOTH, same, same)).isEqualTo(BOTH);
        assertThat(shown(BOTH, same, Map.of())).isEqualTo(BOTH);
        assertThat(shown(BOTH, Map.of(), same)).isEqualTo(BOTH);
        assertThat(shown(BOTH, Map.of("other", "a"), Map.of("other", "b"))).isEqualTo(BOTH);
    }

    @Test
    void touchesNothingThatIsNotMasked() {
        FieldChange open = new FieldChange("text", Optional.of("1"), Optional.of("2"));

        assertThat(shown(open, Map.of("text", "a"), Map.of("text", "b"))).isEqualTo(open);
        assertThat(MentionedSecrets.areMasked(plan(open))).isFalse();
        assertThat(MentionedSecrets.areMasked(plan(BOTH))).isTrue();
    }

    private static FieldChange shown(FieldChange field, Map<String, String> before, Map<String, String> after) {
        Plan shown = MentionedSecrets.shown(plan(field), change -> before, change -> after);
        return shown.changes().get(0).fields().get(0);
    }

    private static Plan plan(FieldChange field) {
        return new Plan("shop", List.of(new Change(Action.CHANGE, "Secret", "web", List.of(field))), List.of("a note"));
    }
}
