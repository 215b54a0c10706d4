package dev.parallax.cli;

import dev.parallax.ParallaxVersion;
import picocli.CommandLine.Command;

@Command(
        name = "version",
        description =
                "Print the version of Parallax, the commit it was built from, and the version of the Java it runs on.",
        footerHeading = "%nExamples:%n",
        footer = "  parallax version")
final class VersionCommand extends Action {
    VersionCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    int run(Invocation invocation) {
        invocation.out().println("parallax " + ParallaxVersion.ofThisProgram() + ", on Java " + Runtime.version());
        return ExitStatus.DONE;
    }
}
