package dev.parallax.review;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.parallax.backend.Backend;
import dev.parallax.backend.Plan;
import dev.parallax.backend.Rollout;
import dev.parallax.definition.InvalidDefinitionException;
import dev.parallax.definition.ModelJson;
import dev.parallax.definition.Problem;
import dev.parallax.model.Application;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * A definition and what applying it, or {@code adopting} what is there, would do on one backend, as somebody saw it. It holds no value of a secret, but everything else that the
 * definition says.
 */
public record ReviewedPlan(String backend, Application application, Plan plan, boolean adopting) {
    /**
     * The form in which plans are kept; another one is not read. It counts on whenever a plan of the same thing would be kept otherwise than before, which
     * would pass for one that was changed, or that has moved: {@code v2} shows texts that mention secrets, and is of an adoption or not.
     */
    private static final String FORM = "parallax.dev/plan/v2";

    /** Plans on the backend; changes nothing. */
    public static ReviewedPlan of(Backend backend, Application application) {
        return new ReviewedPlan(backend.name(), application, backend.plan(application), false);
    }

    /** Plans an adoption on the backend; changes nothing. */
    public static ReviewedPlan ofAdoption(Backend backend, Application application) {
        return new ReviewedPlan(backend.name(), application, backend.adoption(application), true);
    }

    /**
     * Applies it, or has it {@linkplain Backend#adopt adopted}, if it is still what would happen.
     *
     * @throws PlanMovedException when the backend is another one, or when something was changed there meanwhile; nothing is touched then. What is
     *     changed between this look and the change itself is not seen
     */
    public Rollout apply(Backend target) {
        requireSame(target, adopting ? target::adoption : target::plan);
        return adopting ? target.adopt(application, plan) : target.apply(application);
    }

    private void requireSame(Backend target, Function<Application, Plan> planning) {
        if (!target.name().equals(backend)) {
            throw new PlanMovedException("the plan of " + application.name() + " was made for " + backend + ", not for "
                    + target.name() + "; make one for it");
        }
        List<String> moved = PlanDifference.between(plan, planning.apply(application));
        if (!moved.isEmpty()) {
            throw new PlanMovedException(application.name() + " is no longer as it was when the plan was made:\n  "
                    + String.join("\n  ", moved) + "\nmake the plan anew and look at it");
        }
    }

    /** As text to be kept: JSON, the same for the same plan, with a digest by which {@link #read} sees that it was changed. */
    public String write() {
        return text(new Kept(FORM, backend, application, plan, adopting, digest())) + "\n";
    }

    private String digest() {
        try {
            byte[] content =
                    text(Arrays.asList(backend, application, plan, adopting)).getBytes(StandardCharsets.UTF_8);
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    private static String text(Object value) {
        try {
            return mapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a plan that cannot be written", e);
        }
    }

    /**
     * What {@link #write} wrote.
     *
     * @param origin what the text is called in errors, such as its file
     * @throws InvalidDefinitionException when it is something else, or was changed since: what was reviewed is applied, or nothing
     */
    public static ReviewedPlan read(String text, String origin) {
        JsonNode document = document(text, origin);
        if (!document.path("form").asText().equals(FORM)) {
            throw invalid(origin, JsonLocation.NA, "is not a plan of this version");
        }
        try {
            Kept kept = mapper().treeToValue(document, Kept.class);
            ReviewedPlan plan = new ReviewedPlan(kept.backend(), kept.application(), kept.plan(), kept.adopting());
            if (plan.digest().equals(kept.digest())) {
                return plan;
            }
        } catch (JsonProcessingException e) {
            // No plan was ever written like this: it was changed, too.
        }
        throw invalid(origin, JsonLocation.NA, "was changed since the plan was kept in it");
    }

    private static JsonNode document(String text, String origin) {
        try {
            return mapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw invalid(
                    origin,
                    Objects.requireNonNullElse(e.getLocation(), JsonLocation.NA),
                    "is not a plan: it is no JSON");
        }
    }

    private static InvalidDefinitionException invalid(String origin, JsonLocation place, String message) {
        return new InvalidDefinitionException(List.of(new Problem(
                origin,
                Math.max(0, place.getLineNr()),
                Math.max(0, place.getColumnNr()),
                "",
                message,
                "write one with `parallax plan --save`")));
    }

    private static ObjectMapper mapper() {
        return ModelJson.mapper().enable(SerializationFeature.INDENT_OUTPUT);
    }

    private record Kept(
            String form, String backend, Application application, Plan plan, boolean adopting, String digest) {}
}
