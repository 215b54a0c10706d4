package dev.parallax.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Stands in the list of commands; the launcher answers it before this program runs. */
@Command(
        name = "test",
        description = "Run the project's own tests, those against the lab's real clusters included.",
        footerHeading = "%nExamples:%n",
        footer = {"  parallax test", "  parallax test --without-lab"})
final class TestCommand extends Action {
    @Option(names = "--without-lab", description = "Leave out the tests that need the lab, and say which.")
    boolean withoutLab;

    TestCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    int run(Invocation invocation) {
        throw new UsageException("the tests are run by the launcher of a checkout: ./parallax test");
    }
}
