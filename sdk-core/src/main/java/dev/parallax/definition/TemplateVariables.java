package dev.parallax.definition;

import dev.parallax.model.Application;
import dev.parallax.template.Bindings;
import java.util.Map;

/**
 * The variables that a template may name. {@code allCaptured}: whether what was captured before it is known; where a check could not be
 * read it is not.
 */
record TemplateVariables(Bindings bindings, boolean allCaptured, Findings findings) {
    static TemplateVariables of(Application application, Findings findings) {
        return new TemplateVariables(Bindings.of(application).withMaskedSecrets(application.secrets()), true, findings);
    }

    TemplateVariables withCaptured(Map<String, String> captured, boolean all) {
        return new TemplateVariables(bindings.withCaptured(captured), all, findings);
    }

    /** Whether there is such a variable, or may be once what was reported already is corrected. */
    boolean mayHave(String variable) {
        String[] parts = variable.split("\\.", 4);
        return bindings.names().contains(variable) || (parts.length > 1 && isUncertain(parts));
    }

    private boolean isUncertain(String[] parts) {
        if (parts[0].equals("captured")) {
            return !allCaptured;
        }
        DocumentPath owner = DocumentPath.ROOT.child(parts[0] + "s", parts[1]);
        String prefix = parts[0] + "." + parts[1];
        boolean readable =
                bindings.names().stream().anyMatch(name -> name.equals(prefix) || name.startsWith(prefix + "."));
        if (!findings.isCertain(owner) || (!readable && findings.mentions(owner))) {
            return true;
        }
        return parts[0].equals("service")
                ? parts.length == 4 && parts[2].equals("port") && isUncertain(owner.child("ports"), parts[3])
                : !findings.isCertain(owner.child("count"));
    }

    private boolean isUncertain(DocumentPath ports, String port) {
        return !findings.isCertain(ports) || findings.mentions(ports.child(port));
    }

    /** Where what it names was removed; empty when it never stood. */
    String removal(String variable) {
        String[] parts = variable.split("\\.", 4);
        if (parts.length < 2) {
            return "";
        }
        DocumentPath owner = DocumentPath.ROOT.child(parts[0] + "s", parts[1]);
        return findings.removal(parts.length == 4 ? owner.child("ports", parts[3]) : owner)
                .map(place -> ", which is removed at " + place)
                .orElse("");
    }

    /** What to write instead of a variable that is not there. */
    String hint(String variable) {
        if (!removal(variable).isEmpty()) {
            return References.KEEP;
        }
        if (variable.startsWith("secret.") && bindings.names().contains(variable + ".0")) {
            return "it is a set of keys: write {{" + variable + ".0}} or use a file";
        }
        return Suggestions.closest(variable, bindings.names())
                .map(near -> "did you mean {{" + near + "}}?")
                .orElse("known are " + Suggestions.list(bindings.names()));
    }
}
