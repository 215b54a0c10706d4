package dev.parallax.puppetconsul.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parallax.backend.BackendException;
import dev.parallax.definition.ModelJson;

/** Reads and writes the documents. Unknown fields are passed over, so that versions of Parallax may live side by side. */
public final class StateJson {
    private static final ObjectMapper MAPPER =
            ModelJson.mapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private StateJson() {}

    public static String write(Object document) {
        try {
            return MAPPER.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a document that cannot be written as JSON: " + document.getClass(), e);
        }
    }

    /** Reads a document; what is not one is a {@link BackendException} that names the key. */
    public static <T> T read(String key, String text, Class<T> type) {
        try {
            return MAPPER.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw broken(key, e);
        }
    }

    public static <T> T read(String key, String text, TypeReference<? extends T> type) {
        try {
            return MAPPER.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw broken(key, e);
        }
    }

    private static BackendException broken(String key, JsonProcessingException e) {
        return e.getCause() instanceof IllegalArgumentException own
                ? broken(key, own)
                : broken(key, e.getOriginalMessage());
    }

    static BackendException broken(String key, IllegalArgumentException why) {
        return broken(key, String.valueOf(why.getMessage()));
    }

    private static BackendException broken(String key, String why) {
        return new BackendException("Consul's key " + key + " does not hold what Parallax wrote there: " + why
                + "; restore it, or delete it if it is not ours");
    }
}
