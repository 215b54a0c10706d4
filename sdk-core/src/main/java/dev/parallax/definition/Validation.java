package dev.parallax.definition;

import dev.parallax.fidelity.FidelityRules;
import dev.parallax.model.Application;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether an application can be deployed at all, whatever the orchestrator: the rules the reader applies as well. */
public final class Validation {
    private static final List<Rule> RULES = List.of(
            new NameRule(),
            new OutsideRule(),
            new ReferenceRule(),
            new ReplicaRule(),
            new PortRule(),
            new ComponentRule(),
            new PackageRule(),
            new ServiceVariableRule(),
            new CommandRule(),
            new UserRule(),
            new StorageRule(),
            new CheckRule(),
            new TemplateRule(),
            new CycleRule(),
            new AcceptanceRule(),
            new TextRule());

    private Validation() {}

    /** Everything that is wrong with an application, without places in a file; empty when nothing is. */
    public static List<Problem> problems(Application application) {
        List<Problem> problems = new ArrayList<>();
        check(application, new Findings() {
            @Override
            public void add(DocumentPath path, String message, String hint) {
                problems.add(new Problem("", 0, 0, path.text(), message, hint));
            }

            @Override
            public boolean mentions(DocumentPath path) {
                return false;
            }

            @Override
            public Set<String> keys(DocumentPath path) {
                return Set.of();
            }

            @Override
            public boolean isCertain(DocumentPath path) {
                return true;
            }

            @Override
            public boolean followsUnreadable(DocumentPath item) {
                return false;
            }

            @Override
            public Optional<Position> removal(DocumentPath path) {
                return Optional.empty();
            }

            @Override
            public List<DocumentPath> removedKeys(DocumentPath mapping) {
                return List.of();
            }

            @Override
            public String because(DocumentPath told, DocumentPath... causes) {
                return "";
            }
        });
        return problems.stream().distinct().sorted(Problem.ORDER).toList();
    }

    /** The application itself; when something is wrong with it, an {@link InvalidDefinitionException}. */
    public static Application check(Application application) {
        List<Problem> problems = problems(application);
        if (!problems.isEmpty()) {
            throw new InvalidDefinitionException(problems);
        }
        return application;
    }

    /** As {@link #check(Application)}; then also an exception with every field that the backend refuses. */
    public static Application check(Application application, String backend, FidelityRules rules) {
        check(application);
        List<Problem> refused = rules.assess(backend, application).refused().stream()
                .map(line -> new Problem(
                        "",
                        0,
                        0,
                        line.path(),
                        "is refused by " + backend,
                        line.fidelity().remark()))
                .toList();
        if (!refused.isEmpty()) {
            throw new InvalidDefinitionException(refused);
        }
        return application;
    }

    /** What is wrong with the name of an application; empty when one can have it. */
    public static Optional<Problem> problemOfName(String application) {
        return Names.LABEL.isRight(application)
                ? Optional.empty()
                : Optional.of(new Problem(
                        "",
                        0,
                        0,
                        "",
                        "'" + Names.shortened(application) + "' is no application's name",
                        Names.LABEL.hint()));
    }

    static void check(Application application, Findings findings) {
        RULES.forEach(rule -> rule.check(application, findings));
    }
}
