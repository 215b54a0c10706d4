package dev.parallax.template;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Mustache templates with variables only: no escaping, no sections, no partials, and a variable without a value is an
 * error. A text with double braces of its own changes the delimiters first: {@code {{=<% %>=}}}.
 */
public final class Templates {
    private static final String CHANGED_DELIMITERS = "{{=";

    private Templates() {}

    /**
     * Fills in a template. {@code origin} names the template in the {@link TemplateException} that is thrown for a syntax
     * error or an unknown variable.
     */
    public static String render(String text, String origin, Bindings bindings) {
        for (String variable : variables(text, origin)) {
            if (!bindings.values().containsKey(variable)) {
                throw new TemplateException(origin + ":" + lineOf(text, variable) + ": unknown variable '" + variable
                        + "'; known are " + String.join(", ", bindings.names()));
            }
        }
        return compile(text, origin).execute(bindings.values());
    }

    /** The variables a template names, each once, in the order of their first use. */
    public static List<String> variables(String text) {
        return variables(text, "template");
    }

    /** As {@link #variables(String)}; {@code origin} names the template in the error for one that cannot be read. */
    public static List<String> variables(String text, String origin) {
        Set<String> names = new LinkedHashSet<>();
        visit(compile(text, origin), new Variables(names, text.contains(CHANGED_DELIMITERS)), origin);
        return List.copyOf(names);
    }

    /** The line, counted from 1, at which a template first names a variable. */
    public static int lineOf(String text, String variable) {
        Matcher named = Pattern.compile("(?<![\\w.-])" + Pattern.quote(variable) + "(?![\\w.-])")
                .matcher(text);
        int place = named.find() ? named.start() : Math.max(0, text.indexOf(variable));
        return 1 + (int) text.substring(0, place).chars().filter(c -> c == '\n').count();
    }

    /** Whether what the template renders to must be treated as a secret. */
    public static boolean mentionsSecret(String text) {
        return text.contains("{{")
                && variables(text).stream()
                        .anyMatch(name -> name.startsWith("secret.") || name.startsWith("captured."));
    }

    private static Template compile(String text, String origin) {
        try {
            return Mustache.compiler().escapeHTML(false).strictSections(true).compile(text);
        } catch (MustacheException e) {
            throw new TemplateException(origin + ": " + e.getMessage(), e);
        } catch (StringIndexOutOfBoundsException e) {
            // JMustache reads the first character of a tag without asking whether there is one.
            throw new TemplateException(origin + ": a pair of braces holds no name", e);
        }
    }

    private static void visit(Template template, Mustache.Visitor visitor, String origin) {
        try {
            template.visit(visitor);
        } catch (MustacheException e) {
            throw new TemplateException(origin + ": " + e.getMessage(), e);
        }
    }

    /** Collects the variables, and refuses what is more than a variable or less than one. */
    private record Variables(Set<String> names, boolean changedDelimiters) implements Mustache.Visitor {
        @Override
        public void visitText(String text) {
            if (!changedDelimiters && text.contains("{{")) {
                String rest =
                        text.substring(text.indexOf("{{")).lines().findFirst().orElse("");
                throw new MustacheException("'" + rest + "' is not closed; write {{name}}");
            }
        }

        @Override
        public void visitVariable(String name) {
            names.add(name);
        }

        @Override
        public boolean visitInclude(String name) {
            throw new MustacheException("partials are not supported: '{{>" + name + "}}'");
        }

        @Override
        public boolean visitSection(String name) {
            throw new MustacheException("sections are not supported: '{{#" + name + "}}'");
        }

        @Override
        public boolean visitInvertedSection(String name) {
            throw new MustacheException("sections are not supported: '{{^" + name + "}}'");
        }
    }
}
