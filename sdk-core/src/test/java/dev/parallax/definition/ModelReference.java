package dev.parallax.definition;

import java.util.LinkedHashMap;
import java.util.Map;

/** Writes docs/model.md from the forms that the reader uses. */
final class ModelReference {
    private static final String INTRODUCTION = """
            # The model: every key of a definition

            A definition is one YAML 1.2 or JSON document of at most 1 MiB. Its JSON Schema is
            [application.schema.json](../sdk-core/src/main/resources/dev/parallax/definition/application.schema.json): an editor
            completes keys after a first line `# yaml-language-server: $schema=<its path>`.
            `parallax validate` names everything that is wrong, with line and column.

            This page is made from the description the reader itself uses; a test fails when the two differ.

            ## How values are written

            - **Durations**: `500ms`, `1s`, `2m`, `1h`, `1m30s`.
            - **Sizes**: `64Mi`, `1Gi` (powers of 1024), `500M`, `1G` (powers of 1000), or bytes.
            - **Cpu**: `500m` (thousandths of a core), `0.5`, `2`.
            - **Names** of the application, roles, components, services, steps, secrets and storage: lower-case letters, digits and `-`, at
              most 40, starting with a letter and ending with a letter or digit; of ports: at most 15. A **version**: letters, digits, `.`, `-`
              and `_`, at most 40, starting and ending with a letter or digit.
            - **Texts that look like numbers** (`"22.0"`, `"11211"`, `"0640"`) need quotes.
            - **Variables** in environment values, files, acceptance headers and bodies: `{{application.name}}`,
              `{{application.version}}`, `{{service.NAME.host}}` (the service's bare name), `{{service.NAME.port.PORT}}`,
              `{{secret.NAME}}` (`{{secret.NAME.KEY}}` for a set of keys); in acceptance checks also `{{captured.NAME}}`. A text with double
              braces of its own begins with `{{=<% %>=}}` and writes `<%secret.NAME%>`.
            - **`$(NAME)`** in commands and environment values is replaced from the environment when the process starts. `{{...}}` is not filled in in commands, where
              everyone on a host could read a secret; it is refused there, unless it names nothing of the application's, as a program's own templates do.
              The same holds for the paths of checks and acceptance checks. `$(NAME)` of a variable that has a secret in it is refused in commands for the same reason.
              `REPLICA_ADDRESS`, `REPLICA_NAME` and, for every service, `<NAME>_SERVICE_HOST`, `<NAME>_SERVICE_PORT`,
              `<NAME>_SERVICE_PORT_<PORT>` and the Docker-link variables are always there, with the same names on every backend. A component listens at `$(REPLICA_ADDRESS)`: on a fleet, whose replicas are on the network of their hosts, the port of a service is taken at the service's address, and a program that wants it at all addresses cannot start. No two services may
              bring the same one, and no `env` sets one of these.
            - Anchors and aliases work; merge keys (`<<`) and tags are not part of the YAML 1.2 core schema.

            """;

    private static final String OVERLAYS = """
            ## Overlays

            The same application in another environment differs by an overlay, not by a copy: a document of kind `Overlay` with only
            what differs ([overlay.schema.json](../sdk-core/src/main/resources/dev/parallax/definition/overlay.schema.json)).
            `--overlay FILE` lays it over a definition; several are laid one after another, so that a later one wins. `parallax merge`
            shows the result as one definition, with the place each value comes from.

            ```yaml
            apiVersion: parallax.dev/v1
            kind: Overlay
            metadata: {name: small, application: keystone}
            roles:
              keystone:
                replicas: {count: 1, minAvailable: null}
            ```

            - **Mappings** merge key by key: what an overlay does not mention stays. A key that is not there yet is added.
            - **Single values and lists** are replaced. No list is merged, not even `requires` and `acceptance`: an overlay writes the
              whole list.
            - **`null`** removes a key, and is refused where there is nothing to remove. A key with nothing after its colon is refused as
              well.
            - **Alternatives**, of which exactly one is written (`generate`, `env`, `file` or `existing` of a secret; `role`,
              `external` or `provider` of a service; `template`, `content` or `secret` of a file; `http`, `tcp` or `exec` of a check): when the overlay names another one, what it writes replaces the
              whole mapping, and keys such as `ports`, `mode` or `every` must be written again. To keep them, remove the old alternative in the
              same place: `{http: null, port: null, tcp: web}`. An environment value that is a text and one that is a secret replace
              each other.
            - **Short and long forms** merge as the long one: `replicas: 3` over `{count: 2, spread: host}` changes the count, and
              `web: 81` over `{port: 80, target: http}` the port.
            - **Files** that an overlay names are beside the overlay.
            - The name of the application cannot be changed; `metadata.version` can.

            What is checked is the result. A problem is reported at the place of the value that it is about, in whichever document that
            stands; where something was removed, if it is required, or the last of its mapping or of its alternatives. What still names
            something that was removed is told with the place of the removal.

            """;

    private ModelReference() {}

    static String text() {
        StringBuilder text = new StringBuilder(INTRODUCTION);
        Map<String, ObjectForm<?>> objects = new LinkedHashMap<>();
        collect(ApplicationForm.FORM, objects);
        objects.values().forEach(form -> describe(form, text));
        text.append(OVERLAYS);
        objects.clear();
        collect(OverlayForm.FORM, objects);
        objects.values().forEach(form -> describe(form, text));
        return text.toString().stripTrailing() + "\n";
    }

    private static void collect(ObjectForm<?> form, Map<String, ObjectForm<?>> objects) {
        if (objects.putIfAbsent(form.name(), form) == null) {
            form.fields().forEach(field -> field.form().objects().forEach(inner -> collect(inner, objects)));
        }
    }

    private static void describe(ObjectForm<?> form, StringBuilder text) {
        text.append("## ").append(form.name()).append("\n\n").append(form.summary());
        if (!form.exactlyOne().isEmpty()) {
            text.append(" Exactly one of `")
                    .append(String.join("`, `", form.exactlyOne()))
                    .append("`.");
        }
        text.append("\n\n| Key | What is written | Default | Meaning |\n|---|---|---|---|\n");
        for (Field<?> field : form.fields()) {
            text.append("| `")
                    .append(field.name())
                    .append("` | ")
                    .append(field.form().described())
                    .append(" | ")
                    .append(standing(field, form))
                    .append(" | ")
                    .append(field.description())
                    .append(
                            field.onlyWith().isEmpty()
                                    ? ""
                                    : " Only with `" + String.join("` or `", field.onlyWith()) + "`.")
                    .append(" |\n");
        }
        text.append('\n');
    }

    private static String standing(Field<?> field, ObjectForm<?> form) {
        if (field.isRequired()) {
            return "**required**";
        }
        if (form.exactlyOne().contains(field.name())) {
            return "";
        }
        return field.defaultText().map(value -> "`" + value + "`").orElse("");
    }
}
