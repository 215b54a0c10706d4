package dev.parallax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class UsageTest {
    @Test
    void offersTheCommandThatMayHaveBeenMeant() {
        Run run = Run.of("aply", "x.yaml");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo("parallax: unknown command 'aply'; did you mean 'apply'?\nTry 'parallax --help'.\n");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void offersTheOptionThatMayHaveBeenMeant() {
        Run run = Run.of("plan", "--kubeconfg=x", "x.yaml");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).startsWith("parallax plan: unknown option '--kubeconfg'; did you mean '--kubeconfig'?\n");
    }

    @Test
    void offersNothingWhenNothingIsNear() {
        assertThat(Run.of("frobnicate").err()).startsWith("parallax: unknown command 'frobnicate'\n");
    }

    @Test
    void saysThatACommandIsMissing() {
        Run run = Run.of();

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).startsWith("parallax: a command is missing\n");
    }

    @Test
    void saysWhichArgumentsAreMissing() {
        assertThat(Run.of("apply").err())
                .isEqualTo(
                        "parallax apply: missing required parameter: FILE or --plan=PLAN\nTry 'parallax apply --help'.\n");
    }

    @Test
    void tellsOfEachCommandInWholeSentences() {
        tell(ParallaxCommand.commandLine(TestInvocation.silent()));
    }

    private static void tell(CommandLine command) {
        String[] description = command.getCommandSpec().usageMessage().description();
        assertThat(description).as(command.getCommandSpec().qualifiedName()).isNotEmpty();
        assertThat(description[0]).as(command.getCommandSpec().qualifiedName()).endsWith(".");
        command.getSubcommands().values().forEach(UsageTest::tell);
    }

    @Test
    void refusesAValueThatIsNone() {
        Run run = Run.of("apply", "--timeout", "3x", "x.yaml");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("parallax apply: invalid value for option '--timeout': not a duration: '3x'; write 500ms,");
    }

    @Test
    void refusesACountThatIsNone() {
        assertThat(Run.of("scale", "--backend", "in-memory", "shop", "web").err())
                .isEqualTo(
                        "parallax scale: 'web' is not ROLE=COUNT; write a role and a whole number from 0, such as web=3\n");
        assertThat(Run.of("scale", "--backend", "in-memory", "shop", "web=-1").status())
                .isEqualTo(2);
        assertThat(Run.of("scale", "--backend", "in-memory", "shop", "web=1", "web=2")
                        .status())
                .isEqualTo(2);
    }

    @Test
    void refusesArgumentsThatCanBeNoneBeforeItLooksForTheApplication() {
        assertThat(Run.of("rollback", "--backend", "in-memory", "--to", "0", "shop")
                        .err())
                .isEqualTo("parallax rollback: --to: 0 is no revision; the first is 1\n");
        Run logs = Run.of("logs", "--backend", "in-memory", "shop", "a/b/c");
        assertThat(logs.status()).isEqualTo(2);
        assertThat(logs.err()).startsWith("parallax logs: 'a/b/c' is not ROLE or ROLE/REPLICA; ");
    }

    @Test
    void refusesANameThatNoApplicationCanHave() {
        for (String verb : List.of("status", "delete", "drift", "history")) {
            Run run = Run.of(verb, "--backend", "in-memory", "Bad Name");

            assertThat(run.status()).as(verb).isEqualTo(2);
            assertThat(run.err())
                    .isEqualTo("parallax " + verb
                            + ": 'Bad Name' is no application's name; write lower-case letters, digits"
                            + " and '-', at most 40, starting with a letter and ending with a letter or digit\n");
        }
    }

    @Test
    void namesTheWordsThereAreForOneOfThem() {
        assertThat(Run.of("schema", "overlays").err())
                .startsWith(
                        "parallax schema: there is no KIND 'overlays'; did you mean 'overlay'? (there are application, overlay)\n");
        assertThat(Run.of("plan", "-o", "jsn", "x.yaml").err())
                .startsWith("parallax plan: there is no --output 'jsn'; did you mean 'json'? (there are text, json)\n");
    }

    @Test
    void tellsItsVersionEitherWay() {
        assertThat(Run.of("--version").out()).isEqualTo(Run.of("version").out()).startsWith("parallax ");
        assertThat(Run.of("version", "-o", "json").out())
                .contains("\"parallax\" : ")
                .contains("\"java\" : ");
    }

    @Test
    void refusesABackendThatDoesNotExist() {
        Run run = Run.of("status", "--backend", "kubernets", "keystone");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("there is no backend 'kubernets'");
    }

    @Test
    void refusesToGuessTheOrchestrator() {
        Run run = Run.of("status", "keystone");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("--backend kubernetes --kubeconfig FILE").contains("--lab");
    }

    @Test
    void refusesOptionsThatContradictEachOther() {
        Run run = Run.of("status", "--lab", "kubernetes", "--kubeconfig", "x", "keystone");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("--kubeconfig means nothing together with --lab");
    }

    @Test
    void asksForConsulsAddress() {
        Run run = Run.of("status", "--backend", "puppet-consul", "keystone");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("it is not said where Consul is; add --consul URL");
    }

    @Test
    void takesNoTokenFromTheCommandLine() {
        assertThat(Run.of("status", "--help").out())
                .contains("CONSUL_HTTP_TOKEN")
                .doesNotContain("--consul-token=");
    }

    @Test
    void helpShowsWhatTheOptionShows() {
        assertThat(Run.of("help")).isEqualTo(Run.of("--help"));
        assertThat(Run.of("help", "plan")).isEqualTo(Run.of("plan", "--help"));
        assertThat(Run.of("help", "lab", "up")).isEqualTo(Run.of("lab", "up", "--help"));
    }

    @Test
    void thereIsNoHelpForWhatIsNotThere() {
        Run run = Run.of("help", "lab", "upp");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo(
                        "parallax help: there is no command 'upp'; did you mean 'up'? (there are up, status, down, shell)\n");
    }

    @Test
    void aShellWithoutItsHostListsTheHosts() {
        Run none = Run.of("lab", "shell");
        Run wrong = Run.of("lab", "shell", "pc-hots1");

        assertThat(none.status()).isEqualTo(2);
        assertThat(none.err())
                .startsWith("parallax lab shell: no host is named; there are k8s-control, k8s-worker1,")
                .contains("pc-control", "pc-host4");
        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.err()).contains("there is no host 'pc-hots1'; did you mean 'pc-host1'?");
    }

    @Test
    void refusesATokenThatIsNone(@TempDir Path folder) throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "two\nlines");

        Run run = Run.of(
                "status",
                "--backend",
                "puppet-consul",
                "--consul",
                "http://localhost:1",
                "--consul-token-file",
                token.toString(),
                "web");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains(token + " is not a token").doesNotContain("lines");
    }

    @TestFactory
    Stream<DynamicTest> everyCommandHasHelpWithExamplesAndStatuses() {
        List<List<String>> commands = new ArrayList<>();
        collect(ParallaxCommand.commandLine(TestInvocation.silent()), List.of(), commands);
        return commands.stream()
                .map(command -> DynamicTest.dynamicTest("parallax " + String.join(" ", command), () -> {
                    List<String> arguments = new ArrayList<>(command);
                    arguments.add("--help");
                    Run run = Run.of(arguments.toArray(String[]::new));

                    assertThat(run.status()).isZero();
                    assertThat(run.err()).isEmpty();
                    assertThat(run.out())
                            .startsWith("Usage: " + ("parallax " + String.join(" ", command)).strip())
                            .contains("130   interrupted")
                            .contains("Examples:");
                }));
    }

    private static void collect(CommandLine command, List<String> path, List<List<String>> found) {
        found.add(path);
        for (Map.Entry<String, CommandLine> child : command.getSubcommands().entrySet()) {
            List<String> longer = new ArrayList<>(path);
            longer.add(child.getKey());
            collect(child.getValue(), longer, found);
        }
    }
}
