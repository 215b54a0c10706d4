package dev.parallax.cli;

import dev.parallax.SystemTime;
import dev.parallax.backend.Backend;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.Deployed;
import dev.parallax.model.Secret;
import dev.parallax.puppetconsul.seal.SealKey;
import dev.parallax.secret.SecretValue;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "secret",
        description = {
            "The secrets of an application: list them, show the value of one, give generated ones new values; and the key for which a fleet's are sealed.",
            "No other command shows a value."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parallax secret list --lab kubernetes keystone",
            "  parallax secret show --lab puppet-consul keystone admin-password",
            "  parallax secret rotate --lab puppet-consul keystone fernet-keys"
        })
final class SecretCommand extends CommandGroup {
    static List<Object> commands(Invocation invocation) {
        return List.of(new Listing(invocation), new Show(invocation), new Rotate(invocation), new Key(invocation));
    }

    private abstract static class SecretAction extends Action {
        @Parameters(
                index = "0",
                paramLabel = "APPLICATION",
                description = "The application's name, or the file of its definition.")
        String application = "";

        @Mixin
        BackendOptions backends = new BackendOptions();

        SecretAction(Invocation invocation) {
            super(invocation);
        }
    }

    @Command(
            name = "list",
            description = "List the secrets of an application, and where each comes from. Shows no value.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  parallax secret list --lab kubernetes keystone",
                "  parallax secret list --backend puppet-consul -o json keystone"
            })
    static final class Listing extends SecretAction {
        @Mixin
        OutputOptions output = new OutputOptions();

        Listing(Invocation invocation) {
            super(invocation);
        }

        @Override
        int run(Invocation invocation) throws IOException {
            Map<String, Secret> secrets;
            try (Backend backend = backends.open(invocation)) {
                secrets = Deployed.definition(backend, Definitions.name(application))
                        .secrets();
            }
            if (output.json()) {
                OutputOptions.write(invocation, secrets);
                return ExitStatus.DONE;
            }
            Table table = new Table("SECRET", "COMES FROM");
            secrets.forEach((name, secret) -> table.row(name, secret.source()));
            table.print(invocation.out(), "");
            return ExitStatus.DONE;
        }
    }

    @Command(
            name = "show",
            description = {
                "Print the value of one secret, as replicas have it, on standard output.",
                "Of a set of keys, each with its name, or with --key one of them alone."
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  parallax secret show --lab kubernetes keystone admin-password",
                "  parallax secret show --lab puppet-consul --key 0 keystone fernet-keys",
                "  parallax secret show --backend kubernetes --key public shop signing > signing.pem"
            })
    static final class Show extends SecretAction {
        @Parameters(index = "1", paramLabel = "SECRET", description = "The secret's name in the definition.")
        String secret = "";

        @Option(names = "--key", paramLabel = "NAME", description = "One of a set of keys.")
        @Nullable
        String key;

        @Mixin
        OutputOptions output = new OutputOptions();

        Show(Invocation invocation) {
            super(invocation);
        }

        @Override
        int run(Invocation invocation) throws IOException {
            String name = Definitions.name(application);
            Map<String, String> texts = new LinkedHashMap<>();
            try (Backend backend = backends.open(invocation)) {
                value(backend, name).forEach(texts::put);
            }
            String single = texts.get("");
            if (key != null) {
                String text = single == null ? texts.get(key) : null;
                if (text == null) {
                    throw new BackendException("secret '" + secret + "' of " + name + " has no key '" + key + "'"
                            + (single == null ? "; it has " + String.join(", ", texts.keySet()) : "; it is one text"));
                }
                single = text;
            }
            if (output.json()) {
                OutputOptions.write(invocation, single == null ? texts : Map.of("value", single));
            } else if (single != null) {
                print(invocation, "", single);
            } else {
                texts.forEach((file, text) -> print(invocation, file + (text.contains("\n") ? "\n" : " "), text));
            }
            return ExitStatus.DONE;
        }

        /** A text that has a line end at its end gets no other. */
        private static void print(Invocation invocation, String before, String text) {
            invocation.out().print(before + text + (text.endsWith("\n") ? "" : System.lineSeparator()));
            invocation.out().flush();
        }

        private SecretValue value(Backend backend, String name) {
            List<String> known =
                    new ArrayList<>(Deployed.definition(backend, name).secrets().keySet());
            if (!known.contains(secret)) {
                throw new BackendException(backend.name() + ": " + UsageErrors.noSuch("secret", secret, known));
            }
            return backend.secret(name, secret)
                    .orElseThrow(() -> new BackendException(backend.name() + ": secret '" + secret + "' of " + name
                            + " has no value; apply the definition again"));
        }
    }

    @Command(
            name = "key",
            description = {
                "Make a key for which the secrets of a fleet of Puppet and Consul hosts are sealed: for --seal-key of its controllers, and of whoever applies.",
                "It is written for you alone, and nothing that is there is overwritten. With --before it is to take the place of another, which still opens"
                        + " what was sealed for it."
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  parallax secret key --to seal.key",
                "  parallax secret key --before seal.key --to next-seal.key"
            })
    static final class Key extends Action {
        @Option(names = "--to", paramLabel = "FILE", required = true, description = "Where to write it.")
        @Nullable
        Path to;

        @Option(names = "--before", paramLabel = "FILE", description = "The key that it is to take the place of.")
        @Nullable
        Path before;

        Key(Invocation invocation) {
            super(invocation);
        }

        @Override
        int run(Invocation invocation) throws IOException {
            Path file = Objects.requireNonNull(to);
            if (Files.exists(file)) {
                throw isThere(file);
            }
            SealKey key = SealKey.generate(SystemTime.clock());
            SealKey whole = before == null ? key : key.before(SealKey.read(BackendOptions.readable(before)));
            try {
                whole.writeNew(file);
            } catch (FileAlreadyExistsException e) {
                throw isThere(file);
            } catch (NoSuchFileException e) {
                throw new UsageException(file + ": there is no such folder; make it first");
            }
            invocation.out().println("The key " + key.name() + " is in " + file + ", for you alone to read.");
            return ExitStatus.DONE;
        }

        private static UsageException isThere(Path file) {
            return new UsageException(file + ": is there already, and a key is never overwritten; name another file");
        }
    }

    @Command(
            name = "rotate",
            description = {
                "Give generated secrets new values, and replace the replicas that use them within the policy of their roles.",
                "Fernet keys as `keystone-manage fernet_rotate` does: the staged key becomes the primary one, the oldest goes, a new one is staged; so"
                        + " replicas with the keys of before read what is made with the new ones. A password or a key pair is made anew: until the"
                        + " last replica is replaced, some have the old one and some the new. A secret that a step passes on is refused, for steps run once"
                        + " per version."
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  parallax secret rotate --lab puppet-consul keystone fernet-keys",
                "  parallax secret rotate --backend kubernetes --no-wait shop session-key api-key"
            })
    static final class Rotate extends SecretAction {
        @Parameters(
                index = "1..*",
                arity = "1..*",
                paramLabel = "SECRET",
                description = "Their names in the definition.")
        List<String> secrets = List.of();

        @Mixin
        RolloutOptions rollouts = new RolloutOptions();

        Rotate(Invocation invocation) {
            super(invocation);
        }

        @Override
        int run(Invocation invocation) throws IOException, InterruptedException {
            String name = Definitions.name(application);
            Set<String> wanted = new LinkedHashSet<>(secrets);
            try (Backend backend = backends.open(invocation)) {
                Deployed.require(backend, name);
                rollouts.run(
                        invocation,
                        backends,
                        backend,
                        "Rotating " + String.join(", ", wanted) + " of " + name + " on " + backend.name(),
                        "`apply` of the definition",
                        () -> backend.rotate(name, wanted));
            }
            return ExitStatus.DONE;
        }
    }
}
