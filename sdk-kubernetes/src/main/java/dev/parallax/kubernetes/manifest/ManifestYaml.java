package dev.parallax.kubernetes.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parallax.definition.ModelJson;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.representer.StandardRepresenter;

/**
 * Objects as {@code kubectl} reads them. It knows YAML 1.1, in which more words than in 1.2 are something else than text ({@code yes}, {@code
 * off}, {@code 2026-01-01}): texts are in quotes, and so are keys unless nobody could take them for anything else.
 */
final class ManifestYaml {
    private static final DumpSettings SETTINGS = DumpSettings.builder()
            .setExplicitStart(true)
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .build();
    private static final ObjectMapper JSON = ModelJson.mapper();
    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_./-]*+");
    private static final Set<String> NO_TEXTS =
            Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf");

    private ManifestYaml() {}

    static String write(HasMetadata object) {
        try {
            Object data = JSON.readValue(Serialization.asJson(object), Object.class);
            return new Dump(SETTINGS, new Quoting()).dumpToString(data);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was written as JSON can be read", e);
        }
    }

    private static final class Quoting extends StandardRepresenter {
        Quoting() {
            super(SETTINGS);
        }

        @Override
        protected NodeTuple representMappingEntry(Map.Entry<?, ?> entry) {
            String key = String.valueOf(entry.getKey());
            boolean plain = WORD.matcher(key).matches() && !NO_TEXTS.contains(key.toLowerCase(Locale.ROOT));
            return new NodeTuple(
                    super.representScalar(Tag.STR, key, plain ? ScalarStyle.PLAIN : ScalarStyle.DOUBLE_QUOTED),
                    representData(entry.getValue()));
        }

        /** Texts of one line; those of several have a style of their own. */
        @Override
        protected Node representScalar(Tag tag, String value, ScalarStyle style) {
            return super.representScalar(
                    tag, value, style == ScalarStyle.PLAIN && tag.equals(Tag.STR) ? ScalarStyle.DOUBLE_QUOTED : style);
        }
    }
}
