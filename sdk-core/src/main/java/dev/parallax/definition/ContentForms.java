package dev.parallax.definition;

import dev.parallax.model.EnvValue;
import dev.parallax.model.FileSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How values of environment variables and files are written. */
final class ContentForms {
    /** The mode of a file of which nothing is said. */
    static final String DEFAULT_MODE = "0640";

    private static final Field<String> SECRET =
            Field.required("secret", Scalars.text(), "", "The secret whose value it is.");
    private static final ObjectForm<EnvValue> FROM_SECRET = new ObjectForm<>(
            "SecretValue", "The value of a secret that is one text.", List.of(SECRET), List.of(), fields -> fields.find(
                            SECRET)
                    .map(EnvValue.FromSecret::new));

    /** A template, or {@code {secret: name}}. */
    private static final Form<EnvValue> ENV = new ShorthandForm<>(
            new ConvertedForm<>(Scalars.text(), (text, value) -> Optional.of(new EnvValue.Text(text))),
            FROM_SECRET,
            null);

    /** Environment variables, by name. */
    static final Form<Map<String, EnvValue>> ENVIRONMENT = new MapForm<>("variable", ENV);

    private static final Field<String> TEMPLATE = Field.optional(
            "template",
            new FileNameForm(),
            "A file beside the definition or in a folder there, at most 1 MiB, with variables in `{{...}}`.");
    private static final Field<String> CONTENT =
            Field.optional("content", Scalars.text(), "The text itself, with variables in `{{...}}`.");
    private static final Field<String> FILE_SECRET = Field.optional(
            "secret", Scalars.text(), "A secret; one that is a set of keys becomes a directory with a file a key.");
    private static final Field<String> MODE = Field.defaulted(
            "mode", Scalars.mode(), DEFAULT_MODE, "Permissions, octal, in quotes: from `000` to `0777`.");

    static final ObjectForm<FileSource> FILE = new ObjectForm<>(
            "File",
            "Where the content of a component's file comes from.",
            List.of(TEMPLATE, CONTENT, FILE_SECRET, MODE),
            List.of("template", "content", "secret"),
            ContentForms::file);

    private ContentForms() {}

    private static Optional<FileSource> file(Fields fields) {
        String mode = fields.get(MODE);
        if (fields.has(TEMPLATE)) {
            return fields.find(TEMPLATE).flatMap(name -> text(fields, TEMPLATE, name)
                    .map(text -> new FileSource.Template(text, name, mode)));
        }
        if (fields.has(CONTENT)) {
            return fields.find(CONTENT).map(text -> new FileSource.Template(text, "content", mode));
        }
        return fields.find(FILE_SECRET).map(name -> new FileSource.FromSecret(name, mode));
    }

    /** The text of a file that a field names; empty after having reported that it cannot be read. */
    static Optional<String> text(Fields fields, Field<String> field, String name) {
        try {
            Value place = fields.place();
            return Optional.of(place.reading().text(name, place.path().child(field.name())));
        } catch (UnreadableFileException e) {
            String place = e.line() > 0 ? " at " + e.line() + ":" + e.column() : "";
            fields.problem(field, "file '" + name + "' " + e.problem() + place, e.hint());
            return Optional.empty();
        }
    }
}
