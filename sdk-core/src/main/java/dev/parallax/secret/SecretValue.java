package dev.parallax.secret;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** The value of a secret. Never in {@code toString}; its JSON is for the store of an orchestrator only. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = SecretValue.Single.class, name = "single"),
    @JsonSubTypes.Type(value = SecretValue.Keys.class, name = "keys")
})
public sealed interface SecretValue {
    /** Stands in for a value where one is shown. */
    String MASK = "********";

    /** Calls back with each file's name and text; the name is empty for a single text. */
    void forEach(BiConsumer<String, String> action);

    /** One text. */
    record Single(String text) implements SecretValue {
        @Override
        public void forEach(BiConsumer<String, String> action) {
            action.accept("", text);
        }

        @Override
        public String toString() {
            return "Single[hidden]";
        }
    }

    /** A set of keys: file name to text, in order. Where it is mounted it is a directory. */
    record Keys(Map<String, String> files) implements SecretValue {
        public Keys {
            files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
        }

        @Override
        public void forEach(BiConsumer<String, String> action) {
            files.forEach(action);
        }

        @Override
        public String toString() {
            return "Keys" + files.keySet();
        }
    }
}
