package dev.parallax.definition;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parallax.model.AcceptanceCheck;
import dev.parallax.model.ComponentRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How an acceptance check is written. */
final class AcceptanceForm {
    private static final ComponentRef NONE = new ComponentRef("", "");
    private static final Form<Map<String, String>> TEXTS = new MapForm<>("header", Scalars.text());

    private static final Field<String> SERVICE =
            Field.required("service", Scalars.text(), "", "The service that is asked.");
    private static final Field<String> PORT = Field.required("port", Scalars.text(), "", "Its port, by name.");
    private static final Field<AcceptanceCheck.Target> ON = Field.defaulted(
            "on",
            Scalars.choice(AcceptanceCheck.Target.class),
            AcceptanceCheck.Target.SERVICE,
            "`service`: its address, the public one where there is one; `replicas`: each replica behind it, all must answer.");
    private static final Field<Method> METHOD =
            Field.defaulted("method", Scalars.choice(Method.class), Method.GET, "The method.");
    private static final Field<String> PATH = Field.required("path", Scalars.text(), "/", "The path, from `/` on.");
    private static final Field<Map<String, String>> HEADERS =
            Field.defaulted("headers", TEXTS, Map.of(), "Headers by name; values may hold variables.");
    private static final Field<String> BODY =
            Field.optional("body", Scalars.text(), "What is sent; may hold variables.");
    private static final Field<String> BODY_FILE = Field.optional(
            "bodyFile",
            new FileNameForm(),
            "A file beside the definition or in a folder there, whose text is sent; may hold variables.");
    private static final Field<Integer> STATUS =
            Field.defaulted("status", Scalars.integer(100, 599), 200, "The status that is success.");
    private static final Field<Map<String, String>> CAPTURE = Field.defaulted(
            "capture",
            new MapForm<>("variable", Scalars.text()),
            Map.of(),
            "Response headers to keep, by variable: `{{captured.NAME}}` in the checks that follow.");

    private static final ObjectForm<AcceptanceCheck.Http> HTTP_FORM = ObjectForm.of(
            "HttpAcceptance",
            "A request, and the status with which it must be answered.",
            List.of(SERVICE, PORT, ON, METHOD, PATH, HEADERS, BODY, BODY_FILE, STATUS, CAPTURE),
            fields -> new AcceptanceCheck.Http(
                    "",
                    fields.get(SERVICE),
                    fields.get(PORT),
                    fields.get(ON),
                    fields.get(METHOD).name(),
                    fields.get(PATH),
                    fields.get(HEADERS),
                    body(fields),
                    fields.get(STATUS),
                    fields.get(CAPTURE)));

    private static final Field<ComponentRef> USE =
            Field.required("use", Scalars.component(), NONE, "The component, as `role/component`, of every replica.");
    private static final Field<List<String>> COMMAND = Field.required(
            "command",
            new ListForm<>(Scalars.text()),
            List.of(),
            "The program and its arguments; it must exit with 0.");
    private static final Field<String> RISES = Field.optional(
            "rises",
            Scalars.text(),
            "A regular expression whose first group is a number in the output; over all replicas its sum must be larger at this"
                    + " check than before the checks began.");

    private static final ObjectForm<AcceptanceCheck.Exec> EXEC_FORM = ObjectForm.of(
            "ExecAcceptance",
            "A command in a component of every replica.",
            List.of(USE, COMMAND, RISES),
            fields -> new AcceptanceCheck.Exec("", fields.get(USE), fields.get(COMMAND), fields.find(RISES)));

    private static final Field<String> NAME =
            Field.required("name", Scalars.text(), "stand-in", "What succeeds, in words.");
    private static final Field<AcceptanceCheck.Http> HTTP = Field.optional("http", HTTP_FORM, "A request.");
    private static final Field<AcceptanceCheck.Exec> EXEC = Field.optional("exec", EXEC_FORM, "A command.");

    static final ObjectForm<AcceptanceCheck> FORM = new ObjectForm<>(
            "Acceptance",
            "One thing that must succeed for `accept` and a comparison; `apply` does not run it.",
            List.of(NAME, HTTP, EXEC),
            List.of("http", "exec"),
            AcceptanceForm::build);

    private AcceptanceForm() {}

    private static Optional<String> body(Fields fields) {
        if (fields.has(BODY) && fields.has(BODY_FILE)) {
            fields.problem(BODY_FILE, "is there beside body", "write only one of body, bodyFile");
        }
        return fields.find(BODY)
                .or(() -> fields.find(BODY_FILE).flatMap(name -> ContentForms.text(fields, BODY_FILE, name)));
    }

    private static Optional<AcceptanceCheck> build(Fields fields) {
        String name = fields.get(NAME);
        if (fields.has(HTTP)) {
            return fields.find(HTTP)
                    .map(http -> new AcceptanceCheck.Http(
                            name,
                            http.service(),
                            http.port(),
                            http.target(),
                            http.method(),
                            http.path(),
                            http.headers(),
                            http.body(),
                            http.status(),
                            http.capture()));
        }
        return fields.find(EXEC).map(exec -> new AcceptanceCheck.Exec(name, exec.use(), exec.command(), exec.rises()));
    }

    /** The methods of HTTP. */
    enum Method {
        @JsonProperty("GET")
        GET,
        @JsonProperty("HEAD")
        HEAD,
        @JsonProperty("POST")
        POST,
        @JsonProperty("PUT")
        PUT,
        @JsonProperty("PATCH")
        PATCH,
        @JsonProperty("DELETE")
        DELETE
    }
}
