package dev.parallax.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallax.Parallax;
import dev.parallax.definition.DefinitionReader;
import dev.parallax.definition.InvalidDefinitionException;
import dev.parallax.definition.Validation;
import dev.parallax.model.Application;
import dev.parallax.model.Check;
import dev.parallax.model.Probe;
import dev.parallax.model.ReplicaPolicy;
import dev.parallax.model.Role;
import dev.parallax.testing.Samples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FidelityRulesTest {
    private final Application application = Samples.everything();

    @TempDir
    Path folder = Path.of("");

    @Test
    void findsTheFieldsOfTheModelInItsTypes() {
        assertThat(ModelFields.all())
                .extracting(ModelField::toString)
                .contains(
                        "Application.version",
                        "Check.every",
                        "Probe.Http.path",
                        "Requirement.OfStep.timeout",
                        "UpdatePolicy.onFailure",
                        "Component.ports",
                        "ServicePort.target")
                .doesNotContain("Application.roles", "Check.probe", "Component.checks", "Cpu.millis");
    }

    @Test
    void speaksOfFieldsByThePathsThatPeopleWrite() {
        FidelityReport report = Objects.requireNonNull(Parallax.backends().get("in-memory"))
                .fidelity()
                .assess("in-memory", application);
        assertThat(report.fields())
                .extracting(FidelityReport.Line::path)
                .isSorted()
                .contains("metadata.name")
                .noneMatch(path -> path.endsWith(".origin"));
        assertThat(report.fields())
                .extracting(FidelityReport.Line::path)
                .anyMatch(path -> path.matches("roles\\.[a-z]+\\.replicas\\.count"))
                .anyMatch(path ->
                        path.matches("roles\\.[a-z]+\\.components\\.[a-z]+\\.checks\\.ready\\.(http|tcp|exec)"));
    }

    @Test
    void callsTheTextOfAFileAsItIsWritten() {
        Application written = DefinitionReader.read("""
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: shop, version: "1"}
                roles:
                  web: {components: {app: {artifact: {image: "x:1"}, command: [x], files: {/a: {content: a}, /b: {template: b}}}}}
                """, "shop.yaml", folderWith("b"));
        FidelityReport report = Objects.requireNonNull(Parallax.backends().get("in-memory"))
                .fidelity()
                .assess("in-memory", written);
        assertThat(report.fields())
                .extracting(FidelityReport.Line::path)
                .filteredOn(path -> path.contains(".files."))
                .containsExactly(
                        "roles.web.components.app.files./a.content",
                        "roles.web.components.app.files./a.mode",
                        "roles.web.components.app.files./b.mode",
                        "roles.web.components.app.files./b.template");
    }

    private Path folderWith(String file) {
        try {
            Files.writeString(folder.resolve(file), "text");
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void knowsNoFieldThatTheModelDoesNotHave() {
        assertThatThrownBy(() -> FidelityRules.builder().exact(Check.class, "often"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Check.often");
        assertThatThrownBy(() -> FidelityRules.builder().exact(Check.class, "every", "every"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Check.every");
    }

    @Test
    void namesTheFieldsThatNoRuleSpeaksOf() {
        FidelityRules rules =
                FidelityRules.builder().exact(Check.class, "every").build();
        assertThat(rules.missing())
                .contains(new ModelField(Probe.Http.class, "path"))
                .doesNotContain(new ModelField(Check.class, "every"));
    }

    @Test
    void refusesAnApplicationWithAFieldThatIsRefused() {
        FidelityRules rules = FidelityRules.builder()
                .rule(
                        ReplicaPolicy.class,
                        "count",
                        policy -> policy.count() > 1 ? new Fidelity.Refused("write 1") : Fidelity.EXACT)
                .include(others())
                .build();
        assertThatThrownBy(() -> Validation.check(application, "single", rules))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("replicas.count: is refused by single; write 1");
    }

    @Test
    void givesARuleWhatIsAroundTheField() {
        FidelityRules rules = FidelityRules.builder()
                .rule(
                        Check.class,
                        "every",
                        (check, use) -> new Fidelity.Approximated(use.within(Role.class)
                                .orElseThrow()
                                .components()
                                .keySet()
                                .toString()))
                .build();
        List<FidelityReport.Line> lines = rules.assess("odd", application).fields().stream()
                .filter(line -> line.path().endsWith(".every"))
                .toList();
        assertThat(lines)
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.fidelity().remark()).startsWith("["));
    }

    /** Everything but the count is exact. */
    private static FidelityRules others() {
        FidelityRules.Builder rules = FidelityRules.builder();
        ModelFields.all().stream()
                .filter(field -> !field.equals(new ModelField(ReplicaPolicy.class, "count")))
                .forEach(field -> rules.exact(field.type(), field.name()));
        return rules.build();
    }
}
