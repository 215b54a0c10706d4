package dev.parallax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.ParseResult;

class CompareCommandTest {
    private static CompareCommand parse(String... arguments) {
        ParseResult parsed =
                ParallaxCommand.commandLine(TestInvocation.silent()).parseArgs(arguments);
        return (CompareCommand) parsed.subcommand().commandSpec().userObject();
    }

    @Test
    void commandNamesWhatDiffersFromTheDefaultsAndTheSeed() {
        assertThat(parse("compare").command(7)).isEqualTo("./parallax compare --runs 3 --seed 7");
        assertThat(parse("compare", "--profile", "default", "--on", "puppet-consul")
                        .command(-7))
                .isEqualTo("./parallax compare --runs 3 --on puppet-consul --profile default --seed=-7");
    }

    @Test
    void commandThatAcceptsMoreDifferencesKeepsThoseThatWereAccepted() {
        assertThat(parse("compare", "--accept-difference", "web/replicas")
                        .commandAccepting(List.of("web/server/version"), 7))
                .isEqualTo("./parallax compare --runs 3 --accept-difference web/replicas"
                        + " --accept-difference web/server/version --seed 7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "compare",
                "compare --runs 10 --scenarios host-stop,deploy --seed 12",
                "compare --on puppet-consul,kubernetes --profile default",
                "compare --profile classic+replace=5m,default",
                "compare --on kubernetes --definition 'my apps/it'\\''s $HOME.yaml'",
                "compare --accept-difference 'a b/*' --accept-difference web/server/ --accept-difference '\"`x`;'",
                "compare --overlay 'my apps/small.yaml' --overlay prod.yaml",
                "compare --margin 2.5% --runs 20",
                "compare --to results --output json --seed 3"
            })
    void commandDoesTheSameWhenItIsTypedIntoAShell(String typed) {
        CompareCommand wanted = parse(ShellWords.argumentsOf("parallax " + typed));

        CompareCommand again = parse(ShellWords.argumentsOf(wanted.command(42)));

        assertThat(again.seed).isEqualTo(42);
        assertThat(again)
                .usingRecursiveComparison()
                .comparingOnlyFields(
                        "runs", "scenarios", "sides", "profile", "definition", "overlays.files", "margin", "accepted")
                .isEqualTo(wanted);
    }
}
