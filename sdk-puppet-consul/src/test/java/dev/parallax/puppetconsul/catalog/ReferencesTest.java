package dev.parallax.puppetconsul.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferencesTest {
    private static final Map<String, String> KNOWN = Map.of("HOST", "db", "PORT", "3306");

    @ParameterizedTest
    @CsvSource({
        "$(HOST):$(PORT), db:3306, ${HOST}:${PORT}",
        "$(OTHER), $(OTHER), $$(OTHER)",
        "$$(HOST), $(HOST), $$(HOST)",
        "echo $HOME, echo $HOME, echo $$HOME",
        "'${HOST}', '${HOST}', '$${HOST}'",
        "cost 5$, cost 5$, cost 5$$",
        "$(HOST, $(HOST, $$(HOST"
    })
    void meansWhatKubernetesMeans(String text, String resolved, String forSystemd) {
        assertThat(References.resolve(text, KNOWN)).isEqualTo(resolved);
        assertThat(References.forSystemd(text, KNOWN)).isEqualTo(forSystemd);
    }
}
