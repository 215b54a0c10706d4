package dev.parallax.definition;

import dev.parallax.backend.Plan;
import dev.parallax.backend.Plan.Change;
import dev.parallax.backend.Plan.FieldChange;
import dev.parallax.secret.SecretValue;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Texts in which secrets are mentioned, as the definition has them: with the mentions, and without a value. They may be shown where what they
 * are rendered to is masked.
 */
public final class MentionedSecrets {
    private MentionedSecrets() {}

    /** Whether anything of a plan is masked. */
    public static boolean areMasked(Plan plan) {
        return plan.changes().stream().anyMatch(MentionedSecrets::isMasked);
    }

    /**
     * The plan with the definitions' texts in place of masks. {@code before} and {@code after} give the texts of an object that changes, by
     * the paths of its fields. Where both are the same, the value of a secret is what changes, and the mask stays. A value that changes beside its
     * text is not seen here: whoever makes the plan has a change of the secret itself in it.
     */
    public static Plan shown(
            Plan plan, Function<Change, Map<String, String>> before, Function<Change, Map<String, String>> after) {
        return new Plan(
                plan.application(),
                plan.changes().stream()
                        .map(change ->
                                isMasked(change) ? shown(change, before.apply(change), after.apply(change)) : change)
                        .toList(),
                plan.notes());
    }

    private static boolean isMasked(Change change) {
        return change.fields().stream().anyMatch(field -> isMasked(field.before()) || isMasked(field.after()));
    }

    private static boolean isMasked(Optional<String> value) {
        return value.filter(SecretValue.MASK::equals).isPresent();
    }

    private static Change shown(Change change, Map<String, String> before, Map<String, String> after) {
        return new Change(
                change.action(),
                change.kind(),
                change.name(),
                change.fields().stream()
                        .map(field -> shown(
                                field,
                                Optional.ofNullable(before.get(field.path())),
                                Optional.ofNullable(after.get(field.path()))))
                        .toList());
    }

    /** Both sides or neither: a text beside a mask would say that one became the other. */
    private static FieldChange shown(FieldChange field, Optional<String> was, Optional<String> becomes) {
        Optional<String> before = isMasked(field.before()) ? was : field.before();
        Optional<String> after = isMasked(field.after()) ? becomes : field.after();
        return before.isPresent() == field.before().isPresent()
                        && after.isPresent() == field.after().isPresent()
                        && !before.equals(after)
                ? new FieldChange(field.path(), before, after, field.owners())
                : field;
    }
}
