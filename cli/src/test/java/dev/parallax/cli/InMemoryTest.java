package dev.parallax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that talk to an orchestrator, on the one that lives as long as the command. */
class InMemoryTest {
    @TempDir
    Path folder;

    private String definition = "";

    @BeforeEach
    void writeDefinition() throws IOException {
        definition = Files.writeString(folder.resolve("web.yaml"), """
                        apiVersion: parallax.dev/v1
                        kind: Application
                        metadata: {name: web, version: "1"}
                        services:
                          web: {role: web, ports: {http: 80}}
                        roles:
                          web:
                            replicas: 2
                            components:
                              web: {artifact: {image: "web:1", packages: []}, command: [web], ports: {http: 80}}
                        """).toString();
    }

    @Test
    void planShowsWhatWouldBeDone() {
        Run run = Run.of("plan", "--backend", "in-memory", definition);

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.out().lines())
                .anyMatch(line -> line.startsWith("+ "))
                .last()
                .asString()
                .startsWith("web: ");
    }

    @Test
    void planIsADocumentForAScript() throws IOException {
        Run run = Run.of("plan", "--backend", "in-memory", "-o", "json", definition);

        JsonNode plan = new ObjectMapper().readTree(run.out());
        assertThat(plan.get("application").asText()).isEqualTo("web");
        assertThat(plan.get("changes").get(0).get("action").asText()).isEqualTo("CREATE");
    }

    @Test
    void planHasAStatusForAScript() {
        assertThat(Run.of("plan", "--backend", "in-memory", "--exit-code", definition)
                        .status())
                .isEqualTo(1);
        assertThat(Run.of("plan", "--backend", "in-memory", definition).status())
                .isZero();
    }

    @Test
    void appliesThePlanThatWasKept() {
        String plan = folder.resolve("plan.json").toString();

        assertThat(Run.of("plan", "--backend", "in-memory", "--save", plan, definition)
                        .status())
                .isZero();
        Run run = Run.of("apply", "--backend", "in-memory", "--plan", plan);

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).startsWith("web 1, revision 1: ready\n");
    }

    @Test
    void applyTakesADefinitionOrAPlan() {
        Run both = Run.of("apply", "--backend", "in-memory", "--plan", definition, definition);
        Run neither = Run.of("apply", "--backend", "in-memory");
        Run other = Run.of("apply", "--backend", "in-memory", "--plan", definition);

        assertThat(both.status()).isEqualTo(2);
        assertThat(neither.status()).isEqualTo(2);
        assertThat(other.status()).isEqualTo(2);
        assertThat(other.err()).contains("web.yaml:1:1: is not a plan").contains("parallax plan --save");
    }

    @Test
    void applyWaitsUntilItIsReady() {
        Run run = Run.of("apply", "--backend", "in-memory", definition);

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.err())
                .startsWith("approximated: ")
                .contains("roles.web.components.web.artifact.image")
                .contains("\nDeploying web 1 on in-memory ...\n");
        assertThat(run.out()).startsWith("web 1, revision 1: ready\n").contains("role web: 2 of 2 ready");
    }

    @Test
    void applyKeepsStandardOutputForTheDocument() throws IOException {
        Run run = Run.of("apply", "--backend", "in-memory", "-o", "json", definition);

        JsonNode status = new ObjectMapper().readTree(run.out());
        assertThat(status.get("roles").get("web").get("ready").asInt()).isEqualTo(2);
    }

    @Test
    void whatIsNotReadyInTimeHasAStatusOfItsOwnAndIsToldOnce() {
        Run run = Run.of("apply", "--backend", "in-memory", "--timeout", "0s", definition);

        assertThat(run.status()).isEqualTo(3);
        assertThat(run.err())
                .contains("\nDeploying web 1 on in-memory ...\n")
                .containsOnlyOnce("is not ready")
                .contains("parallax apply: in-memory: web 1 is not ready after 0s: role web has 0 of 2 replicas ready")
                .endsWith("\nin-memory is a pretence, and nothing of it goes on\n");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void statusOfAnUnknownApplicationHasAStatusOfItsOwn() {
        Run run = Run.of("status", "--backend", "in-memory", definition);
        Run json = Run.of("status", "--backend", "in-memory", "-o", "json", definition);

        assertThat(run.status()).isEqualTo(5);
        assertThat(run.err())
                .isEqualTo("parallax status: in-memory has no application 'web'; `parallax apply` deploys one\n");
        assertThat(json).isEqualTo(run);
    }

    @Test
    void whatIsNotThereCannotBeReplaced() {
        Run run = Run.of("replace", "--backend", "in-memory", definition, "web-0");

        assertThat(run.status()).isEqualTo(5);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .isEqualTo("parallax replace: in-memory has no application 'web'; `parallax apply` deploys one\n");
    }

    @Test
    void logsOfWhatIsNotThereHaveAStatusOfTheirOwn() {
        Run run = Run.of("logs", "--backend", "in-memory", definition);
        Run wrong = Run.of("logs", "--backend", "in-memory", "--tail", "-2", definition);

        assertThat(run.status()).isEqualTo(5);
        assertThat(run.out()).isEmpty();
        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.err()).isEqualTo("parallax logs: --tail: -2 is no number of lines; -1 is all\n");
    }

    @Test
    void outputOfAStepIsAskedForWithoutWhatIsOfReplicasAlone() {
        Run absent = Run.of("logs", "--backend", "in-memory", "--step", "db-sync", definition);
        Run followed = Run.of("logs", "--backend", "in-memory", "--step", "db-sync", "--follow", definition);

        assertThat(absent.status()).isEqualTo(5);
        assertThat(followed.status()).isEqualTo(2);
        assertThat(followed.err()).startsWith("parallax logs: --step shows what is kept of a step's last attempt");
    }

    @Test
    void driftOfWhatIsNotThereCannotBeTold() {
        Run run = Run.of("drift", "--backend", "in-memory", definition);
        Run asked = Run.of("drift", "--backend", "in-memory", "--exit-code", definition);

        assertThat(run.status()).isEqualTo(5);
        assertThat(run.err())
                .isEqualTo("parallax drift: in-memory has no application 'web'; `parallax apply` deploys one\n");
        assertThat(asked).isEqualTo(run);
    }

    @Test
    void rolloutOfWhatIsNotThereHasAStatusOfItsOwn() {
        for (String verb : new String[] {"status", "pause", "resume", "abort"}) {
            Run run = Run.of("rollout", verb, "--backend", "in-memory", definition);

            assertThat(run.status()).as(verb).isEqualTo(5);
            assertThat(run.err())
                    .isEqualTo("parallax rollout " + verb
                            + ": in-memory has no application 'web'; `parallax apply` deploys one\n");
        }
    }

    @Test
    void applyTellsWhatHappensLineByLine() {
        Run run = Run.of("apply", "--backend", "in-memory", definition);

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.err().lines())
                .contains(
                        "  revision 1, version 1, is wanted",
                        "  wave 1 of 1",
                        "  replica web-0 started on host1, version 1",
                        "  replica web-1 is ready on host2, version 1");
    }

    @Test
    void rolloutAloneIsNoCommand() {
        Run run = Run.of("rollout");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).startsWith("parallax rollout: a command is missing\n");
    }

    @Test
    void deletingWhatIsNotThereSucceeds() {
        Run run = Run.of("delete", "--backend", "in-memory", "web");

        assertThat(run.status()).isZero();
        assertThat(run.out()).isEqualTo("there is no application web; kept storage stays if there is any\n");
    }

    @Test
    void deletingGivesAScriptOneDocument() throws IOException {
        Run run = Run.of("delete", "--backend", "in-memory", "--remove-storage", "-o", "json", "web");

        assertThat(new ObjectMapper().readTree(run.out()))
                .isEqualTo(
                        new ObjectMapper()
                                .readTree(
                                        "{\"application\": \"web\", \"wasThere\": false, \"storageRemoved\": true, \"left\": []}"));
    }

    @Test
    void rendersForBothSides() {
        Path to = folder.resolve("rendered");

        Run run = Run.of("render", "--on", "kubernetes", "--to", to.toString(), definition);

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(Path.of(line)).startsWith(to).isNotEmptyFile());
    }

    @Test
    void rendersForAnOlderKubernetesWhenAsked() throws IOException {
        Path to = folder.resolve("rendered");

        Run now = Run.of("render", "--to", to.toString(), definition);
        assertThat(now.status()).as(now.err()).isZero();
        assertThat(to.resolve("kubernetes/11-role-web.yaml")).content().contains("preStop");

        Run older = Run.of("render", "--kubernetes-version", "1.28", "--to", to.toString(), definition);
        assertThat(older.status()).as(older.err()).isZero();
        assertThat(to.resolve("kubernetes/11-role-web.yaml")).content().doesNotContain("preStop");
    }

    @Test
    void renderRefusesAVersionThatMakesNoDifference() {
        String to = folder.resolve("rendered").toString();

        Run fleet = Run.of("render", "--on", "puppet-consul", "--kubernetes-version", "1.28", "--to", to, definition);
        assertThat(fleet.status()).isEqualTo(ExitStatus.USAGE);
        assertThat(fleet.err())
                .startsWith("parallax render: --kubernetes-version: nothing is rendered for kubernetes; leave it out,");

        Run old = Run.of("render", "--kubernetes-version", "1.19", "--to", to, definition);
        assertThat(old.status()).isEqualTo(ExitStatus.USAGE);
        assertThat(old.err()).contains("kubernetes: the version is 1.19; 1.28 or later is needed");
    }

    @Test
    void renderGivesAScriptOneDocument() throws IOException {
        String to = folder.resolve("rendered").toString();

        Run run = Run.of("render", "--on", "kubernetes", "--to", to, "-o", "json", definition);

        assertThat(new ObjectMapper().readTree(run.out()).get("files"))
                .isNotEmpty()
                .allSatisfy(file -> assertThat(Path.of(file.asText())).isNotEmptyFile());
    }

    @Test
    void rendersWhatDeployingNeedsToBeAllowedWhenAsked() {
        String to = folder.resolve("rendered").toString();

        Run run = Run.of("render", "--rbac", "--to", to, definition);

        assertThat(run.out().lines().filter(line -> line.contains("/access/")).map(line -> line.substring(to.length())))
                .containsExactly(
                        "/kubernetes/access/00-deployer.yaml",
                        "/kubernetes/access/01-hosts.yaml",
                        "/puppet-consul/access/controller.hcl",
                        "/puppet-consul/access/host.hcl",
                        "/puppet-consul/access/operator.hcl");
        assertThat(Path.of(to, "kubernetes", "access", "00-deployer.yaml"))
                .content()
                .contains("kind: \"Role\"", "namespace: \"web\"")
                .doesNotContain("*");
    }

    @Test
    void writesDownWhatMakesAHostOfAFleet() {
        Path to = folder.resolve("web1");

        Run run = Run.of("host", "add", "web1", "--label", "rack=a", "--memory", "8Gi", "--to", to.toString());

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).contains("consul acl policy create -name parallax-web1", to + "/root/ root@web1:/");
        assertThat(to.resolve("policy.hcl")).content().contains("parallax/hosts/web1/data");
        assertThat(to.resolve("root/etc/consul.d/parallax-host.json"))
                .content()
                .contains("\"parallax-label-rack\" : \"a\"");
        assertThat(to.resolve("root/usr/lib/parallax/parallax-host")).isExecutable();
        assertThat(Run.of("host", "add", "web_1", "--to", to.toString()).err())
                .isEqualTo("parallax host add: the name web_1 has not the right form;"
                        + " write letters, digits and '-', at most 63\n");
        assertThat(Run.of("host", "add", "web1", "--memory", "much", "--to", to.toString())
                        .err())
                .startsWith("parallax host add: --memory: not a size: 'much'");
    }

    @Test
    void saysThatOnlyHostsOfAFleetHaveSettings() {
        Run run = Run.of("host", "settings", "host1", "--backend", "in-memory");

        assertThat(run.status()).isOne();
        assertThat(run.err())
                .isEqualTo("parallax host settings: in-memory: host1 has told no settings;"
                        + " only a fleet's host does, when it was told anything\n");
        assertThat(Run.of("host", "settings", "host", "--backend", "in-memory").err())
                .startsWith(
                        "parallax host settings: in-memory: there is no host 'host'; did you mean 'host1'? (there are host1, ");
    }

    @Test
    void refusesFilesOfPlansThatCannotBeReadOrWritten() {
        String below = folder.resolve("web.yaml/plan").toString();

        Run absent = Run.of("apply", "--backend", "in-memory", "--plan", "/nofile");
        Run directory = Run.of("apply", "--backend", "in-memory", "--plan", folder.toString());
        Run save = Run.of("plan", "--backend", "in-memory", "--save", below, definition);

        assertThat(absent.err()).isEqualTo("parallax apply: /nofile: no such file, or not to be read\n");
        assertThat(absent.status()).isEqualTo(2);
        assertThat(directory.err()).isEqualTo("parallax apply: " + folder + ": is a folder; name a file\n");
        assertThat(directory.status()).isEqualTo(2);
        assertThat(save.err())
                .startsWith("parallax plan: --save: " + below + " cannot be written")
                .endsWith("; name another file\n");
        assertThat(save.status()).isEqualTo(2);
    }

    @Test
    void renderRemovesWhatAnEarlierOneLeftAndNothingElse() throws IOException {
        Path to = folder.resolve("rendered");
        String withAStep = Files.writeString(folder.resolve("step.yaml"), """
                        apiVersion: parallax.dev/v1
                        kind: Overlay
                        metadata: {name: step}
                        steps:
                          init: {use: web/web, command: [init]}
                        roles: {web: {requires: [{step: init}]}}
                        """).toString();
        Run before = Run.of("render", "--rbac", "--to", to.toString(), "--overlay", withAStep, definition);
        assertThat(before.status()).as(before.err()).isZero();
        Path mine = Files.writeString(to.resolve("kubernetes/01-secrets.yaml"), "mine");

        Run after = Run.of("render", "--on", "kubernetes", "--to", to.toString(), definition);

        assertThat(after.status()).as(after.err()).isZero();
        assertThat(files(to))
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                after.out().lines().map(Path::of), Stream.of(mine, to.resolve(RenderedFolder.INDEX)))
                        .toList());
        assertThat(to.resolve("puppet-consul")).doesNotExist();
    }

    @Test
    void renderRefusesToRemoveWhatSomebodyChanged() throws IOException {
        Path to = folder.resolve("rendered");
        Run.of("render", "--on", "kubernetes", "--rbac", "--to", to.toString(), definition);
        Path changed = Files.writeString(to.resolve("access/01-hosts.yaml"), "mine");
        List<Path> before = files(to);

        Run run = Run.of("render", "--on", "kubernetes", "--to", to.toString(), definition);

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo("parallax render: --to: files were rendered before, are not part of this definition and were"
                        + " changed since: "
                        + changed
                        + "; move them away, name another folder, or use --force and lose the changes; nothing"
                        + " was touched\n");
        assertThat(files(to)).isEqualTo(before);
        assertThat(changed).hasContent("mine");
    }

    @Test
    void renderRefusesToReplaceWhatSomebodyChangedUnlessForced() throws IOException {
        Path to = folder.resolve("rendered");
        String more = Files.writeString(folder.resolve("more.yaml"), """
            apiVersion: parallax.dev/v1
            kind: Overlay
            metadata: {name: more}
            roles: {web: {replicas: 7}}
            """).toString();
        String[] again = {"render", "--on", "kubernetes", "--to", to.toString(), "--overlay", more, definition};
        Run.of("render", "--on", "kubernetes", "--to", to.toString(), definition);
        Path namespace = Files.writeString(to.resolve("00-namespace.yaml"), "mine");
        Path role = to.resolve("11-role-web.yaml");
        String unchanged = Files.readString(role);
        String index = Files.readString(to.resolve(RenderedFolder.INDEX));

        Run refused = Run.of(again);

        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err())
                .isEqualTo(
                        "parallax render: --to: files were changed since they were rendered, or are not of an earlier"
                                + " one, and would be replaced: "
                                + namespace
                                + "; write to another folder and take over what differs, or use --force and lose the"
                                + " changes; nothing was touched\n");
        assertThat(namespace).hasContent("mine");
        assertThat(role).hasContent(unchanged);
        assertThat(to.resolve(RenderedFolder.INDEX)).hasContent(index);

        Run forced =
                Run.of(Stream.concat(Stream.of(again), Stream.of("--force")).toArray(String[]::new));

        assertThat(forced.status()).as(forced.err()).isZero();
        assertThat(namespace).content().contains("kind: \"Namespace\"");
        assertThat(role).content().contains("replicas: 7");
        assertThat(Run.of(again).status()).isZero();
    }

    @Test
    void renderGoesOnWhereAnEarlierOneWasEndedInBetween() throws IOException {
        Path to = folder.resolve("rendered");
        Run.of("render", "--on", "kubernetes", "--to", to.toString(), definition);
        Path index = to.resolve(RenderedFolder.INDEX);
        Path namespace = to.resolve("00-namespace.yaml");
        // As written before the first of the files: the digest of what will be beside that of what is.
        Files.writeString(index, "0".repeat(64) + "  00-namespace.yaml\n" + Files.readString(index));

        Run run = Run.of("render", "--on", "kubernetes", "--to", to.toString(), definition);

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(namespace).isNotEmptyFile();
        assertThat(index).content().doesNotContain("0".repeat(64));
    }

    @Test
    void renderWritesToNoFolderOfSomebodyElsesUnlessForced() throws IOException {
        Path precious = Files.writeString(folder.resolve("precious"), "kept");

        Run refused = Run.of("render", "--on", "kubernetes", "--to", folder.toString(), definition);

        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err())
                .isEqualTo("parallax render: --to: " + folder
                        + " is not empty and no earlier run wrote to it; name a new folder, or write to this"
                        + " one with --force\n");
        assertThat(folder.resolve("00-namespace.yaml")).doesNotExist();

        Run forced = Run.of("render", "--on", "kubernetes", "--to", folder.toString(), "--force", definition);

        assertThat(forced.status()).as(forced.err()).isZero();
        assertThat(precious).hasContent("kept");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThat(Run.of("render", "--on", "kubernetes", "--to", empty.toString(), definition)
                        .status())
                .isZero();
    }

    @Test
    void renderTakesNoIndexThatIsNotItsOwn() throws IOException {
        Path precious = Files.writeString(folder.resolve("precious"), "kept");
        Path to = Files.createDirectory(folder.resolve("rendered"));
        Path index = Files.writeString(to.resolve(RenderedFolder.INDEX), "0".repeat(64) + "  ../precious\n");

        Run run = Run.of("render", "--on", "kubernetes", "--to", to.toString(), definition);

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains(index + " is not what `render` leaves there");
        assertThat(precious).hasContent("kept");
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @Test
    void rendersIntoAFolderAndNowhereElse() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "kept");

        Run nowhere = Run.of("render", "--to", "", definition);
        Run below = Run.of("render", "--to", file.resolve("new").toString(), definition);

        assertThat(nowhere.status()).isEqualTo(2);
        assertThat(nowhere.err()).contains("--to: names no folder");
        assertThat(below.status()).isEqualTo(2);
        assertThat(below.err()).contains("--to: " + file + " is a file");
    }

    @Test
    void refusesAnAddressThatIsNone() {
        Run run = Run.of("plan", "--backend", "puppet-consul", "--consul", "foo", definition);

        assertThat(run.status()).isEqualTo(2);
    }

    @Test
    void refusesToRenderForWhatDoesNotExist() {
        Run run = Run.of("render", "--on", "kubernets", "--to", folder.toString(), definition);

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("did you mean 'kubernetes'?");
    }

    @Test
    void eventsAndChecksOfAnApplicationThatIsNotThereHaveTheirStatus() {
        for (String command : new String[] {"events", "accept"}) {
            Run run = Run.of(command, "--backend", "in-memory", "web");

            assertThat(run.status()).as(command).isEqualTo(ExitStatus.ABSENT);
            assertThat(run.out()).as(command).isEmpty();
            assertThat(run.err()).as(command).contains("web");
        }
    }

    @Test
    void aPartOfAnApplicationIsAskedForAsLogsAskForIt() {
        for (String command : new String[] {"status", "events", "top", "logs"}) {
            Run absent = Run.of(command, "--backend", "in-memory", "web", "web/web-0");
            Run wrong = Run.of(command, "--backend", "in-memory", "web", "a/b/c");

            assertThat(absent.status()).as(command).isEqualTo(ExitStatus.ABSENT);
            assertThat(absent.out()).as(command).isEmpty();
            assertThat(wrong.status()).as(command).isEqualTo(ExitStatus.USAGE);
            assertThat(wrong.err())
                    .as(command)
                    .startsWith("parallax " + command + ": 'a/b/c' is not ROLE or ROLE/REPLICA; ")
                    .hasLineCount(1);
        }
    }
}
