package dev.parallax.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.parallax.backend.Backend;
import java.lang.reflect.Method;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The arrows between modules and the rules of packages, as docs/architecture.md tells them. */
class ArchitectureTest {
    private static final String KUBERNETES = "dev.parallax.kubernetes..";
    private static final String PUPPET_CONSUL = "dev.parallax.puppetconsul..";
    private static final String COMPARISON = "dev.parallax.comparison..";
    private static final String LAB = "dev.parallax.lab..";
    private static final String CLI = "dev.parallax.cli..";
    private static final String OURS = "dev.parallax..";

    /** Everything of ours that is not in another module is sdk-core. */
    private static final String[] ABOVE_CORE = {KUBERNETES, PUPPET_CONSUL, COMPARISON, LAB, CLI};

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.parallax");

    private static final DescribedPredicate<JavaClass> CORE =
            resideInAPackage(OURS).and(resideOutsideOfPackages(ABOVE_CORE)).as("are in sdk-core");

    @Test
    void everyModuleIsSeen() {
        for (String module : ABOVE_CORE) {
            assertThat(CLASSES.that(resideInAPackage(module))).as(module).isNotEmpty();
        }
        assertThat(CLASSES.that(CORE)).isNotEmpty();
    }

    @Test
    void coreDependsOnNothingOfOurs() {
        check(noClasses().that(are(CORE)).should().dependOnClassesThat().resideInAnyPackage(ABOVE_CORE));
    }

    @Test
    void backendsAndComparisonSeeOnlyCore() {
        for (String module : new String[] {KUBERNETES, PUPPET_CONSUL, COMPARISON}) {
            DescribedPredicate<JavaClass> others = resideInAnyPackage(ABOVE_CORE)
                    .and(resideOutsideOfPackages(module))
                    .as("are in another module than sdk-core");
            check(noClasses().that().resideInAPackage(module).should().dependOnClassesThat(others));
        }
    }

    /** What the interface lets a backend leave out, and what it makes of other verbs. */
    @Test
    void everyBackendOfOursHasEveryVerb() {
        Set<String> composed = Set.of("rollback", "scale", "abort", "drain", "troublesOnceClosed");
        Set<String> optional = Stream.of(Backend.class.getMethods())
                .filter(method -> method.isDefault() && !composed.contains(method.getName()))
                .map(Method::getName)
                .collect(Collectors.toSet());
        assertThat(optional).contains("logs", "pause", "drift");
        assertThat(CLASSES.that(are(describe("are backends", type -> type.isAssignableTo(Backend.class)))))
                .filteredOn(type -> !type.isInterface())
                .hasSizeGreaterThanOrEqualTo(4)
                .allSatisfy(type -> assertThat(type.getMethods())
                        .extracting(JavaMethod::getName)
                        .containsAll(optional));
    }

    @Test
    void nothingDependsOnTheCommandLine() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(CLI)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(CLI));
    }

    @Test
    void onlyTheLabTouchesDocker() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("dev.parallax.lab.docker..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.github.dockerjava.."));
    }

    @Test
    void clientsOfOrchestratorsStayInTheirAdapters() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(KUBERNETES, LAB)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.fabric8.."));
        check(noClasses()
                .that()
                .resideOutsideOfPackages(PUPPET_CONSUL, LAB)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.ecwid.."));
    }

    @Test
    void packagesAreNamedForConcepts() {
        check(noClasses()
                .should()
                .resideInAnyPackage(
                        "..util..",
                        "..utils..",
                        "..impl..",
                        "..common..",
                        "..commons..",
                        "..helper..",
                        "..helpers..",
                        "..misc.."));
    }

    @Test
    void packagesAreFreeOfCycles() {
        check(com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices()
                .matching("dev.parallax.(*)..")
                .should()
                .beFreeOfCycles());
    }

    /** Wall-clock time comes from one class; everything else takes a {@link Clock}. */
    @Test
    void theSystemClockIsReadInOnePlace() {
        DescribedPredicate<com.tngtech.archunit.core.domain.JavaMethodCall> readsTheClock =
                describe("reads the system's wall clock", call -> {
                    String owner = call.getTargetOwner().getName();
                    String method = call.getName();
                    boolean argumentless =
                            call.getTarget().getRawParameterTypes().isEmpty();
                    return (owner.equals(System.class.getName()) && method.equals("currentTimeMillis"))
                            || (owner.equals(Clock.class.getName()) && method.startsWith("system"))
                            || (owner.equals(Instant.class.getName()) && method.equals("now") && argumentless)
                            || (owner.startsWith("java.time.") && method.equals("now") && argumentless);
                });
        Set<String> readers = new java.util.TreeSet<>();
        for (JavaClass type : CLASSES) {
            if (type.getMethodCallsFromSelf().stream().anyMatch(readsTheClock)) {
                readers.add(type.getName());
            }
        }
        assertThat(readers).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void packagesAreNullMarked() {
        check(classes()
                .that()
                .haveSimpleName("package-info")
                .should()
                .beAnnotatedWith("org.jspecify.annotations.NullMarked"));
    }

    private static void check(ArchRule rule) {
        // A module whose first class is still to come breaks no rule.
        rule.allowEmptyShould(true).check(CLASSES);
    }
}
