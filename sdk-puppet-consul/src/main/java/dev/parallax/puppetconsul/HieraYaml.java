package dev.parallax.puppetconsul;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.representer.StandardRepresenter;

/**
 * Data as Hiera reads it. Its reader knows YAML 1.1, in which far more words than in 1.2 are something else than text ({@code 0644}, {@code
 * 12:30}, {@code yes}, {@code 2026-01-01}): texts are in quotes unless nobody could take them for anything else.
 */
final class HieraYaml {
    private static final DumpSettings SETTINGS = DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setExplicitStart(true)
            .setWidth(120)
            .build();
    private static final Pattern WORD = Pattern.compile("[A-Za-z_/](?:[A-Za-z0-9_./-]|::)*+");
    private static final Set<String> NO_TEXTS =
            Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null", "nil", "nan", "inf");

    private HieraYaml() {}

    /** Maps, lists, texts, numbers and truth values as a document. */
    static String write(Object data) {
        return new Dump(SETTINGS, new Texts()).dumpToString(data);
    }

    private static final class Texts extends StandardRepresenter {
        Texts() {
            super(SETTINGS);
            representers.put(String.class, data -> representScalar(Tag.STR, data.toString(), style(data.toString())));
        }

        private static ScalarStyle style(String text) {
            if (text.indexOf('\n') >= 0) {
                return ScalarStyle.LITERAL;
            }
            boolean plain = WORD.matcher(text).matches() && !NO_TEXTS.contains(text.toLowerCase(Locale.ROOT));
            return plain ? ScalarStyle.PLAIN : ScalarStyle.SINGLE_QUOTED;
        }
    }
}
