package dev.parallax.definition;

import dev.parallax.model.AcceptanceCheck;
import dev.parallax.model.Application;
import dev.parallax.model.Role;
import dev.parallax.model.Secret;
import dev.parallax.model.Service;
import dev.parallax.model.Step;
import java.util.List;
import java.util.Map;

/** How an application is written: the whole document. */
final class ApplicationForm {
    static final Field<String> NAME = Field.required(
            "name",
            Scalars.text(),
            "stand-in",
            "Lower-case letters, digits and `-`, at most 40 characters, starting with a letter and ending with a letter or digit.");
    static final Field<String> VERSION = Field.required(
            "version", Scalars.text(), "0", "The version of the application, in quotes; steps run once for each.");
    private static final ObjectForm<Metadata> METADATA_FORM = ObjectForm.of(
            "Metadata",
            "What the application is called.",
            List.of(NAME, VERSION),
            fields -> new Metadata(fields.get(NAME), fields.get(VERSION)));

    static final Field<String> API_VERSION = Field.required(
            "apiVersion", Scalars.constant("parallax.dev/v1"), "", "The version of this form: `parallax.dev/v1`.");
    private static final Field<String> KIND =
            Field.required("kind", Scalars.constant("Application"), "", "What the document describes: `Application`.");
    static final Field<Metadata> METADATA =
            Field.required("metadata", METADATA_FORM, new Metadata("stand-in", "0"), "What the application is called.");
    private static final Field<Map<String, Secret>> SECRETS = Field.defaulted(
            "secrets",
            new MapForm<>("name", SecretForm.FORM),
            Map.of(),
            "Values all replicas share and nobody is shown.");
    private static final Field<Map<String, Service>> SERVICES = Field.defaulted(
            "services", new MapForm<>("name", ServiceForm.FORM), Map.of(), "Stable addresses in front of roles.");
    private static final Field<Map<String, Step>> STEPS =
            Field.defaulted("steps", new MapForm<>("name", StepForm.FORM), Map.of(), "What runs once per version.");
    private static final Field<Map<String, Role>> ROLES =
            Field.required("roles", new MapForm<>("name", RoleForm.FORM), Map.of(), "What runs.");
    private static final Field<List<AcceptanceCheck>> ACCEPTANCE = Field.defaulted(
            "acceptance",
            new ListForm<>(AcceptanceForm.FORM),
            List.of(),
            "What must succeed, in this order, for `accept` and a comparison to find that the application does what it is for; empty: ready replicas are enough. `apply` does not run it: it waits for ready replicas.");

    /** What the document says of the application beyond its name. */
    static final List<Field<?>> PARTS = List.of(SECRETS, SERVICES, STEPS, ROLES, ACCEPTANCE);

    static final ObjectForm<Application> FORM = ObjectForm.of(
            "Application",
            "One application as its operator wants it.",
            List.of(API_VERSION, KIND, METADATA, SECRETS, SERVICES, STEPS, ROLES, ACCEPTANCE),
            fields -> Application.builder()
                    .name(fields.get(METADATA).name())
                    .version(fields.get(METADATA).version())
                    .putAllSecrets(fields.get(SECRETS))
                    .putAllServices(fields.get(SERVICES))
                    .putAllSteps(fields.get(STEPS))
                    .putAllRoles(fields.get(ROLES))
                    .addAllAcceptance(fields.get(ACCEPTANCE))
                    .build());

    private ApplicationForm() {}

    /** Reports that a document is an overlay, if it is: then that is the one thing that is wrong with it. */
    static boolean refusesOverlay(Value document) {
        if (!document.isMapping()) {
            return false;
        }
        Value kind = document.entries().get(KIND.name());
        if (kind == null || !kind.text().equals(OverlayForm.NAME_OF_KIND)) {
            return false;
        }
        kind.problem(
                "is '" + OverlayForm.NAME_OF_KIND + "' and must be 'Application'",
                "lay it over the definition it is for, with --overlay");
        return true;
    }

    record Metadata(String name, String version) {}
}
