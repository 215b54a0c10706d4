package dev.parallax.fidelity;

import java.util.Comparator;
import java.util.List;

/** What a backend makes of the fields of one application, sorted by path. */
public record FidelityReport(String backend, String application, List<Line> fields) {
    public FidelityReport {
        fields = fields.stream().sorted(Comparator.comparing(Line::path)).toList();
    }

    /**
     * One field, by the path that people write, such as {@code roles.web.replicas.count}; what is sent by an acceptance check is its
     * {@code body}, also where it comes from a {@code bodyFile}.
     */
    public record Line(String path, Fidelity fidelity) {}

    /** The fields for which an application is refused. */
    public List<Line> refused() {
        return of(Fidelity.Refused.class);
    }

    /** The fields that are realised in another way than described. */
    public List<Line> approximated() {
        return of(Fidelity.Approximated.class);
    }

    private List<Line> of(Class<? extends Fidelity> kind) {
        return fields.stream().filter(line -> kind.isInstance(line.fidelity())).toList();
    }
}
