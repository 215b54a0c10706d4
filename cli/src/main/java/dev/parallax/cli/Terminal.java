package dev.parallax.cli;

import java.util.Map;
import java.util.Properties;
import picocli.CommandLine.Help.Ansi;

/**
 * What is known of the two output streams. Java cannot tell whether each of them is a terminal, so the launcher
 * says it in system properties; without them both are taken for pipes.
 *
 * @param colour whether standard output may be coloured
 * @param errorColour whether standard error may be coloured
 * @param live whether standard error can show a line that is written again and again
 * @param columns how wide a line may be
 */
record Terminal(boolean colour, boolean errorColour, boolean live, int columns) {
    private static final int COLUMNS = 100;
    private static final int NARROWEST = 20;

    static final Terminal PIPE = new Terminal(false, false, false, COLUMNS);

    static Terminal detect(Properties properties, Map<String, String> environment) {
        String terminals = properties.getProperty("parallax.terminals", "");
        boolean dumb = "dumb".equals(environment.getOrDefault("TERM", "dumb"));
        boolean out = terminals.contains("out") && !dumb;
        boolean err = terminals.contains("err") && !dumb;
        // https://no-color.org: present and not empty.
        boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(out && !plain, err && !plain, err, columns(properties.getProperty("parallax.columns", "")));
    }

    private static int columns(String text) {
        try {
            int columns = Integer.parseInt(text.strip());
            // A pseudo-terminal whose size nobody has set has 0.
            return columns > 0 ? Math.max(NARROWEST, columns) : COLUMNS;
        } catch (NumberFormatException e) {
            return COLUMNS;
        }
    }

    Ansi ansi() {
        return colour ? Ansi.ON : Ansi.OFF;
    }

    /** The text in the style (picocli's names, as in {@code bold,red}) where standard output takes colour. */
    String styled(String style, String text) {
        return styled(colour, style, text);
    }

    String styledError(String style, String text) {
        return styled(errorColour, style, text);
    }

    private static String styled(boolean on, String style, String text) {
        if (!on) {
            return text;
        }
        StringBuilder styled = new StringBuilder();
        Ansi.IStyle[] styles = Ansi.Style.parse(style);
        for (Ansi.IStyle each : styles) {
            styled.append(each.on());
        }
        styled.append(text);
        for (Ansi.IStyle each : styles) {
            styled.append(each.off());
        }
        return styled.toString();
    }
}
