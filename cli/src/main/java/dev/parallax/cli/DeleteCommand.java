package dev.parallax.cli;

import dev.parallax.backend.Backend;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.DeleteOptions;
import dev.parallax.backend.DeleteOptions.KeptStorage;
import dev.parallax.model.Storage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "delete",
        description = {
            "Delete an application in the reverse order of its deployment and wait until nothing is left of it.",
            "Storage that a role keeps stays unless --remove-storage is given. Deleting what is not there succeeds."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parallax delete --lab kubernetes keystone",
            "  parallax delete --lab puppet-consul --remove-storage examples/keystone/keystone.yaml"
        })
final class DeleteCommand extends Action {
    @Parameters(paramLabel = "APPLICATION", description = "The application's name, or the file of its definition.")
    String application = "";

    @Mixin
    BackendOptions backends = new BackendOptions();

    @Option(names = "--remove-storage", description = "Remove kept storage too: its data is lost.")
    boolean removeStorage;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "3m",
            description = "How long it may take (default: ${DEFAULT-VALUE}); longer is exit status 3.")
    Duration timeout = Duration.ofMinutes(3);

    @Mixin
    OutputOptions output = new OutputOptions();

    DeleteCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    @SuppressWarnings("try")
    int run(Invocation invocation) throws IOException {
        String name = Definitions.name(application);
        boolean there;
        boolean keeps;
        List<String> left;
        try (Backend backend = backends.open(invocation);
                ProgressDisplay progress = invocation.progress();
                TroubleWatch troubles = TroubleWatch.begin(backend, progress::note)) {
            invocation.ifCutShort(backends.goesOn("what was begun goes on by itself: "
                    + backends.command("status", name) + " shows it, " + again(name) + " goes on from there"));
            there = backend.observe(name).isPresent();
            keeps = there && keeps(backend, name);
            left = progress.attempt(
                    "Deleting " + name + " from " + backend.name(),
                    () -> backend.delete(
                            name, new DeleteOptions(removeStorage ? KeptStorage.REMOVE : KeptStorage.KEEP, timeout)));
        }
        if (output.json()) {
            OutputOptions.write(invocation, new Deleted(name, there, removeStorage, left));
        } else {
            invocation.out().println(done(name, there, keeps, removeStorage));
            left.forEach(invocation.out()::println);
        }
        return ExitStatus.DONE;
    }

    /** Whether any revision keeps storage, as far as they can be read: what cannot be is deleted all the same. */
    static boolean keeps(Backend backend, String name) {
        try {
            return backend.history(name).stream()
                    .flatMap(revision -> revision.definition().roles().values().stream())
                    .flatMap(role -> role.storage().values().stream())
                    .anyMatch(Storage::keep);
        } catch (BackendException e) {
            return true;
        }
    }

    static String done(String name, boolean there, boolean keeps, boolean removeStorage) {
        if (!there) {
            return "there is no application " + name
                    + (removeStorage
                            ? "; storage that it had left is removed"
                            : "; kept storage stays if there is any");
        }
        String storage = removeStorage ? " with its storage" : "; kept storage stays";
        return "deleted " + name + (keeps ? storage : "");
    }

    private String again(String name) {
        ShellCommand command = new ShellCommand("parallax", "delete");
        return backends.command(removeStorage ? command.flag("--remove-storage") : command, name);
    }

    /** The result for a script. */
    record Deleted(String application, boolean wasThere, boolean storageRemoved, List<String> left) {}
}
