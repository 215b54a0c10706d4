package dev.parallax.comparison.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page that describes the file names every event and key there is, and no other. */
class HistoryPageTest {
    private static final Path PAGE = Path.of("../docs/history.md");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    @Test
    void thePageNamesEveryEventAndKey() throws IOException {
        Map<String, Set<String>> described = described();

        assertThat(described.keySet()).containsExactlyElementsOf(events().keySet());
        events().forEach((event, type) -> {
            Set<String> wanted = new LinkedHashSet<>();
            collect(type, wanted);
            if (!event.equals("run-started")) {
                wanted.remove("at");
            }
            assertThat(described.get(event)).as(event).containsAll(wanted);
        });
    }

    private static Map<String, Class<?>> events() {
        Map<String, Class<?>> events = new LinkedHashMap<>();
        for (JsonSubTypes.Type type :
                Event.class.getAnnotation(JsonSubTypes.class).value()) {
            events.put(type.name(), type.value());
        }
        return events;
    }

    /** What is set as code in the rows of each event. */
    private static Map<String, Set<String>> described() throws IOException {
        Map<String, Set<String>> described = new LinkedHashMap<>();
        String event = "";
        for (String line : Files.readAllLines(PAGE)) {
            if (!line.startsWith("| ") || line.startsWith("| event")) {
                continue;
            }
            List<String> cells = List.of(line.split("\\|", -1));
            if (!cells.get(1).isBlank()) {
                event = cells.get(1).replace("`", "").strip();
                described.put(event, new LinkedHashSet<>());
            } else {
                described
                        .computeIfAbsent(event, each -> new LinkedHashSet<>())
                        .addAll(CODE.matcher(line)
                                .results()
                                .map((MatchResult found) -> found.group(1))
                                .collect(Collectors.toSet()));
            }
        }
        return described;
    }

    private static void collect(Class<?> type, Set<String> keys) {
        if (type.isEnum()) {
            for (Object constant : type.getEnumConstants()) {
                keys.add(word(type, ((Enum<?>) constant).name()));
            }
        }
        if (!type.isRecord()) {
            return;
        }
        for (RecordComponent component : type.getRecordComponents()) {
            keys.add(component.getName());
            classes(component.getGenericType()).forEach(each -> collect(each, keys));
        }
    }

    private static String word(Class<?> type, String constant) {
        try {
            JsonProperty written = type.getField(constant).getAnnotation(JsonProperty.class);
            return written == null ? constant : written.value();
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Class<?>> classes(Type type) {
        if (type instanceof Class<?> one) {
            return List.of(one);
        }
        List<Class<?>> classes = new ArrayList<>();
        if (type instanceof ParameterizedType several) {
            Stream.of(several.getActualTypeArguments()).forEach(argument -> classes.addAll(classes(argument)));
        }
        return classes;
    }
}
