package dev.parallax.definition;

import dev.parallax.model.ComponentRef;
import dev.parallax.model.EnvValue;
import dev.parallax.model.Requirement;
import dev.parallax.model.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** How a step is written. */
final class StepForm {
    private static final ComponentRef NONE = new ComponentRef("", "");
    private static final Step DEFAULTS = Step.builder().use(NONE).build();

    private static final Field<ComponentRef> USE = Field.required(
            "use",
            Scalars.component(),
            NONE,
            "The component, as `role/component`, whose artifact, environment, files, limits, requests and user the step runs"
                    + " with.");
    private static final Field<List<String>> COMMAND = Field.required(
            "command",
            new ListForm<>(Scalars.text()),
            List.of(),
            "The program and its arguments; exit status 0 is success. `$(NAME)` is replaced from the environment.");
    private static final Field<Map<String, EnvValue>> ENV = Field.defaulted(
            "env",
            ContentForms.ENVIRONMENT,
            Map.of(),
            "Environment variables of the step alone, beside the component's; of two with one name the step's counts.");
    private static final Field<List<Requirement>> REQUIRES = Field.defaulted(
            "requires", new ListForm<>(RequirementForm.FORM), List.of(), "What must be there before the step runs.");
    private static final Field<Integer> RETRIES = Field.defaulted(
            "retries", Scalars.integer(0, 100), DEFAULTS.retries(), "Further attempts after a failed one.");
    private static final Field<Duration> TIMEOUT =
            Field.defaulted("timeout", Scalars.duration(), DEFAULTS.timeout(), "Of one attempt.");

    static final ObjectForm<Step> FORM = ObjectForm.of(
            "Step",
            "Something that runs once per version, under a lock, before the roles that require it.",
            List.of(USE, COMMAND, ENV, REQUIRES, RETRIES, TIMEOUT),
            fields -> Step.builder()
                    .use(fields.get(USE))
                    .addAllCommand(fields.get(COMMAND))
                    .putAllEnv(fields.get(ENV))
                    .addAllRequires(fields.get(REQUIRES))
                    .retries(fields.get(RETRIES))
                    .timeout(fields.get(TIMEOUT))
                    .build());

    private StepForm() {}
}
