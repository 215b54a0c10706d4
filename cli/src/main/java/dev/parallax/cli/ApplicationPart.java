package dev.parallax.cli;

import dev.parallax.selection.Selection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** The application that a command is about, and which of its replicas. In one, for no mixin may have a second parameter without a first. */
final class ApplicationPart {
    @Parameters(
            index = "0",
            paramLabel = "APPLICATION",
            description = "The application's name, or the file of its definition.")
    String application = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "ROLE[/REPLICA]",
            description = "One role, or one replica of it by the name that `status` shows; otherwise all of them.")
    @Nullable
    String replicas;

    /** The application's name. */
    String name() {
        return Definitions.name(application);
    }

    /** What is no such name is bad usage. */
    Selection wanted() {
        return wanted(Optional.empty());
    }

    /** With a component of theirs, where one is named. */
    Selection wanted(Optional<String> component) {
        if (replicas == null) {
            return new Selection(Optional.empty(), Optional.empty(), component);
        }
        ReplicaPath path = ReplicaPath.parse(replicas);
        return new Selection(Optional.of(path.role()), path.replica(), component);
    }
}
