package dev.parallax.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parallax.model.Application;
import dev.parallax.secret.SecretValue;
import dev.parallax.testing.Samples;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelJsonTest {
    @Test
    void readsBackEveryTypeOfTheModel() {
        Application application = Samples.everything();
        String json = ModelJson.write(application);
        assertThat(ModelJson.read(json)).isEqualTo(application);
        assertThat(ModelJson.write(ModelJson.read(json))).isEqualTo(json);
    }

    @Test
    void readsBackAnApplicationOfDefaults() {
        Application application =
                Application.builder().name("empty").version("1").build();
        assertThat(ModelJson.read(ModelJson.write(application))).isEqualTo(application);
    }

    @Test
    void readsChecksThatWereStoredBeforeTheyHadHeadersAndStatuses() {
        Application application = Samples.everything();
        Application plain = application("\"headers\":{},\"status\":\"200-399\"");
        assertThat(application("\"headers\":{\"X-Check\":\"shop\"},\"status\":\"200-299\""))
                .isEqualTo(application);
        assertThat(ModelJson.read(stored(""))).isEqualTo(plain).isNotEqualTo(application);
    }

    private static Application application(String fields) {
        return ModelJson.read(stored("," + fields));
    }

    private static String stored(String fields) {
        String json = ModelJson.write(Samples.everything());
        String written = ",\"headers\":{\"X-Check\":\"shop\"},\"status\":\"200-299\"";
        assertThat(json).contains(written);
        return json.replace(written, fields);
    }

    @Test
    void writesUnitsAsPeopleDo() {
        assertThat(ModelJson.write(Samples.everything()))
                .contains("\"hostLostAfter\":\"4500ms\"")
                .contains("\"every\":\"1s\"")
                .contains("\"deadline\":\"2m\"")
                .contains("\"size\":\"1Gi\"")
                .contains("\"cpu\":\"500m\"")
                .contains("\"use\":\"web/app\"")
                .contains("\"exposure\":\"public\"")
                .contains("\"type\":\"fernet-keys\"");
    }

    @Test
    void readsBackSecretValuesAndNeverShowsThem() throws Exception {
        ObjectMapper mapper = ModelJson.mapper();
        SecretValue single = new SecretValue.Single("hunter2");
        SecretValue keys = new SecretValue.Keys(Map.of("0", "hunter2"));
        assertThat(mapper.readValue(mapper.writeValueAsString(single), SecretValue.class))
                .isEqualTo(single);
        assertThat(mapper.readValue(mapper.writeValueAsString(keys), SecretValue.class))
                .isEqualTo(keys);
        assertThat(single + " " + keys).doesNotContain("hunter2");
    }

    @Test
    void refusesWhatItDidNotWrite() {
        for (String json :
                new String[] {"", "{", "[]", "{\"name\":1}", "{\"name\":\"a\"}", "{\"name\":\"a\",\"x\":1}"}) {
            assertThatThrownBy(() -> ModelJson.read(json)).isInstanceOf(InvalidDefinitionException.class);
        }
    }
}
