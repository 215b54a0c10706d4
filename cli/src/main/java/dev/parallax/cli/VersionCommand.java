package dev.parallax.cli;

import picocli.CommandLine.Command;

@Command(
        name = "version",
        description = "Print the version of Parallax and of the Java it runs on.",
        footerHeading = "%nExamples:%n",
        footer = "  parallax version")
final class VersionCommand extends Action {
    VersionCommand(Invocation invocation) {
        super(invocation);
    }

    private static String version() {
        String version = VersionCommand.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    @Override
    int run(Invocation invocation) {
        invocation.out().println("parallax " + version() + " on Java " + Runtime.version());
        return ExitStatus.DONE;
    }
}
