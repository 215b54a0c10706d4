package dev.parallax.definition;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parallax.model.KeyAlgorithm;
import dev.parallax.model.Secret;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How a secret is written. */
final class SecretForm {
    static final int MOST_KEYS = 100;
    static final int MOST_LETTERS = 1024;

    private static final Field<Generated> GENERATE = Field.optional(
            "generate",
            Scalars.choice(Generated.class),
            "Made once, at the first deployment, and kept: a `password` of letters and digits, `fernet-keys`, or a `key-pair`: files `private` (PKCS#8) and `public` (X.509), in PEM.");
    private static final Field<Integer> LENGTH = Field.defaulted(
                    "length", Scalars.integer(8, MOST_LETTERS), 32, "Letters and digits of a generated password.")
            .onlyWith("generate");
    private static final Field<Integer> COUNT = Field.defaulted(
                    "count",
                    Scalars.integer(1, MOST_KEYS),
                    3,
                    "Generated fernet keys: files `0` (staged) to `count - 1` (primary).")
            .onlyWith("generate");
    private static final Field<KeyAlgorithm> ALGORITHM = Field.defaulted(
                    "algorithm",
                    Scalars.choice(KeyAlgorithm.class),
                    KeyAlgorithm.EC_P256,
                    "Of a generated key pair. A pair that is there stays when it changes, until it is rotated.")
            .onlyWith("generate");
    private static final Field<String> ENV =
            Field.optional("env", Scalars.text(), "An environment variable of whoever applies the definition.");
    private static final Field<String> FILE = Field.optional(
            "file",
            new FileNameForm(),
            "A file of whoever applies the definition, relative to it; a line end at its end is left out.");

    private static final Field<String> KUBERNETES = Field.optional(
            "kubernetes",
            Scalars.text(),
            "On Kubernetes: `NAME/KEY`, a key of a Secret in the application's namespace.");
    private static final Field<String> CONSUL = Field.optional(
            "consul",
            Scalars.text(),
            "On a fleet: a key of Consul's that the token in use may read, such as one below `parallax-secrets/`.");
    private static final Field<Secret.Existing> EXISTING = Field.optional(
            "existing",
            ObjectForm.of(
                    "ExistingSecret",
                    "A value that the orchestrator keeps already. It is read each time the definition is applied; each backend needs its own key.",
                    List.of(KUBERNETES, CONSUL),
                    fields -> new Secret.Existing(fields.find(KUBERNETES), fields.find(CONSUL))),
            "Where the orchestrator keeps it already, for each that the definition is deployed on.");

    static final ObjectForm<Secret> FORM = new ObjectForm<>(
            "Secret",
            "A value all replicas share and nobody is shown: where it comes from, never the value itself.",
            List.of(GENERATE, LENGTH, COUNT, ALGORITHM, ENV, FILE, EXISTING),
            List.of(GENERATE.name(), ENV.name(), FILE.name(), EXISTING.name()),
            SecretForm::build);

    private SecretForm() {}

    private static Optional<Secret> build(Fields fields) {
        if (fields.has(GENERATE)) {
            return fields.find(GENERATE).map(generated -> generated(generated, fields));
        }
        if (fields.has(ENV)) {
            return fields.find(ENV).map(Secret.FromEnvironment::new);
        }
        if (fields.has(EXISTING)) {
            return fields.find(EXISTING).map(Secret.class::cast);
        }
        return fields.find(FILE)
                .map(file -> new Secret.FromFile(
                        LocalFiles.resolve(fields.place().reading().folder(), file)));
    }

    private static Secret generated(Generated generated, Fields fields) {
        goesWith(LENGTH, Generated.PASSWORD, generated, fields);
        goesWith(COUNT, Generated.FERNET_KEYS, generated, fields);
        goesWith(ALGORITHM, Generated.KEY_PAIR, generated, fields);
        return switch (generated) {
            case PASSWORD -> new Secret.Password(fields.get(LENGTH));
            case FERNET_KEYS -> new Secret.FernetKeys(fields.get(COUNT));
            case KEY_PAIR -> new Secret.KeyPair(fields.get(ALGORITHM));
        };
    }

    private static void goesWith(Field<?> field, Generated only, Generated generated, Fields fields) {
        if (generated != only && fields.has(field)) {
            String name = only.name().toLowerCase(Locale.ROOT).replace('_', '-');
            fields.problem(field, "goes only with generate: " + name, "remove it");
        }
    }

    /** What can be generated. */
    enum Generated {
        @JsonProperty("password")
        PASSWORD,
        @JsonProperty("fernet-keys")
        FERNET_KEYS,
        @JsonProperty("key-pair")
        KEY_PAIR
    }
}
