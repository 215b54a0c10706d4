package dev.parallax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parallax.backend.ApplicationEvent;
import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.RoleStatus;
import dev.parallax.backend.ApplicationStatus.RolloutStatus;
import dev.parallax.backend.ComponentUse;
import dev.parallax.backend.LogLine;
import dev.parallax.backend.Revision;
import dev.parallax.comparison.scenario.Acceptance.Outcome;
import dev.parallax.comparison.scenario.Acceptance.Result;
import dev.parallax.definition.DefinitionReader;
import dev.parallax.lab.Side;
import dev.parallax.lab.SideStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What the help pages and docs/cli.md show can be typed, and finds what it says. */
class DocumentedExamplesTest {
    private static final Pattern JQ = Pattern.compile("\\| jq (?:-r )?'([^']*)'");
    private static final Pattern SELECT = Pattern.compile(" \\| select\\(\\.(\\w+)==\"(\\w+)\"\\)");

    private static Stream<CommandLine> commands(CommandLine line) {
        return Stream.concat(
                Stream.of(line), line.getSubcommands().values().stream().flatMap(DocumentedExamplesTest::commands));
    }

    private static List<String> examples() {
        List<String> examples = new ArrayList<>();
        commands(ParallaxCommand.commandLine(TestInvocation.silent()))
                .flatMap(line -> Stream.of(line.getCommandSpec().usageMessage().footer()))
                .map(String::strip)
                .filter(example -> !example.startsWith("#") && !example.contains("COMMAND"))
                .forEach(examples::add);
        return examples;
    }

    private static String own(String example) {
        return example.replaceFirst("^sudo ", "").split(" (?:\\||&&|>) ", 2)[0];
    }

    @TestFactory
    Stream<DynamicTest> everyExampleIsACommandLine() {
        return examples().stream()
                .map(example -> DynamicTest.dynamicTest(example, () -> {
                    assertThat(own(example)).startsWith("parallax ");
                    ParallaxCommand.commandLine(TestInvocation.silent())
                            .parseArgs(ShellWords.argumentsOf(own(example)));
                }));
    }

    @TestFactory
    Stream<DynamicTest> everyFilterFindsSomething() {
        List<String> filtered = examples().stream()
                .filter(example -> JQ.matcher(example).find())
                .toList();
        assertThat(filtered).isNotEmpty();
        return filtered.stream()
                .map(example -> DynamicTest.dynamicTest(example, () -> {
                    assertThat(own(example)).containsPattern(" (-o|--output) json ?");
                    String filter = JQ.matcher(example)
                            .results()
                            .findFirst()
                            .map(match -> match.group(1))
                            .orElseThrow();
                    assertThat(find(document(example.split(" ", 3)[1]), filter)).isNotEmpty();
                }));
    }

    /** A document as the command writes it. */
    private static JsonNode document(String command) throws IOException {
        String json =
                switch (command) {
                    case "compare", "analyze" ->
                        Run.of("analyze", "-o", "json", RecordedComparison.HISTORY.toString())
                                .out();
                    case "validate" ->
                        Run.of("validate", "-o", "json", "../examples/keystone/keystone.yaml")
                                .out();
                    case "merge" ->
                        Run.of("merge", "-o", "json", "../examples/keystone/keystone.yaml")
                                .out();
                    case "status", "rollout" ->
                        written(new ApplicationStatus(
                                "keystone",
                                "1",
                                1,
                                Map.of("keystone", new RoleStatus(3, 3, 3, 3, List.of())),
                                Map.of(),
                                Map.of(),
                                false,
                                RolloutStatus.of(true, false, Optional.empty(), Optional.empty())));
                    case "history" ->
                        written(List.of(new Revision(
                                1,
                                DefinitionReader.read(Path.of("../examples/keystone/keystone.yaml")),
                                Instant.EPOCH,
                                Optional.of(Instant.EPOCH),
                                true,
                                Optional.empty())));
                    case "logs" ->
                        written(new LogLine("keystone", "keystone-1", "api", Optional.of(Instant.EPOCH), "started"));
                    case "accept" ->
                        written(List.of(
                                new Outcome("a token is issued", Result.FAILED, "answered 503 instead of 201")));
                    case "events" ->
                        written(new ApplicationEvent(Instant.EPOCH, true, "web/web-0", "replica web-0 is lost"));
                    case "top" -> written(List.of(new ComponentUse("keystone", "keystone-1", "api", 12, 1 << 20)));
                    case "host" ->
                        Run.of("host", "list", "-o", "json", "--backend", "in-memory")
                                .out();
                    case "lab" ->
                        written(List.of(new SideStatus(Side.KUBERNETES, SideStatus.State.UP, List.of(), Map.of())));
                    default -> throw new IllegalArgumentException("a document of " + command + " is wanted here");
                };
        return new ObjectMapper().readTree(json);
    }

    private static String written(Object value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Invocation invocation = new Invocation(out, out, Terminal.PIPE, Map.of(), Path.of(".."));
        OutputOptions.write(invocation, value);
        invocation.flush();
        return out.toString(StandardCharsets.UTF_8);
    }

    /** As much of jq as examples use: fields, {@code []}, and a selection by one field. */
    private static List<JsonNode> find(JsonNode document, String filter) {
        List<JsonNode> found = List.of(document);
        for (String step : SELECT.matcher(filter).replaceAll("?$1=$2").split("(?=\\.|\\[|\\?)")) {
            List<JsonNode> next = new ArrayList<>();
            for (JsonNode node : found) {
                if (step.equals("[]")) {
                    node.forEach(next::add);
                } else if (step.startsWith("?")) {
                    String[] wanted = step.substring(1).split("=");
                    if (node.path(wanted[0]).asText().equals(wanted[1])) {
                        next.add(node);
                    }
                } else if (step.equals(".")) {
                    next.add(node);
                } else if (node.has(step.substring(1))) {
                    next.add(node.get(step.substring(1)));
                }
            }
            found = next;
        }
        return found;
    }

    @Test
    void documentationNamesCommandsAndOptionsThatThereAre() throws IOException {
        String documentation = Files.readString(Path.of("..", "docs", "cli.md"));
        CommandLine line = ParallaxCommand.commandLine(TestInvocation.silent());
        TreeSet<String> options = new TreeSet<>(List.of("--without-lab"));
        commands(line)
                .flatMap(command -> command.getCommandSpec().options().stream())
                .map(OptionSpec::names)
                .forEach(names -> options.addAll(List.of(names)));

        assertThat(Pattern.compile("--[a-z][a-z-]+").matcher(documentation).results())
                .extracting(MatchResult::group)
                .isSubsetOf(options);
        // The launcher answers "test" itself.
        TreeSet<String> names = new TreeSet<>(line.getSubcommands().keySet());
        names.add("test");
        assertThat(Pattern.compile("(?m)^\\| `([a-z]+)").matcher(documentation).results())
                .extracting(row -> row.group(1))
                .containsExactlyInAnyOrderElementsOf(names);
    }
}
