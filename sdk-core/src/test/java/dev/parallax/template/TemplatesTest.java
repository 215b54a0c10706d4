package dev.parallax.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallax.secret.SecretValue;
import dev.parallax.testing.Samples;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplatesTest {
    private final Bindings bindings = Bindings.of(Samples.everything())
            .withSecrets(Map.of(
                    "db-password",
                    new SecretValue.Single("a&b<c>\"'"),
                    "keys",
                    new SecretValue.Keys(Map.of("0", "zero"))))
            .withCaptured(Map.of("token", "t0"));

    @Test
    void fillsInEveryKindOfVariableWithoutEscaping() {
        String text = "{{application.name}} {{application.version}} {{ service.db.host }}:{{service.db.port.mysql}} "
                + "{{secret.db-password}} {{{secret.db-password}}} {{secret.keys.0}} {{captured.token}}\n";
        assertThat(Templates.render(text, "it", bindings))
                .isEqualTo("shop 1.2.3 db:3306 a&b<c>\"' a&b<c>\"' zero t0\n");
    }

    @Test
    void namesAnUnknownVariableWithItsPlace() {
        assertThatThrownBy(() -> Templates.render("a\nb {{secret.nope}}", "shop.conf", bindings))
                .isInstanceOf(TemplateException.class)
                .hasMessageStartingWith("shop.conf:2: unknown variable 'secret.nope'")
                .hasMessageNotContaining("a&b");
    }

    @Test
    void tellsTheLineOfAVariableAndNotOfALongerOne() {
        assertThat(Templates.lineOf("{{secret.no-2}}\n{{secret.no.2}}\n{{secret.no}}", "secret.no"))
                .isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{}}", "a {{ }} b", "{{=}}"})
    void refusesBracesWithoutAName(String text) {
        assertThatThrownBy(() -> Templates.variables(text, "it"))
                .isInstanceOf(TemplateException.class)
                .hasMessage("it: a pair of braces holds no name");
    }

    @Test
    void refusesASetOfKeysAsOneText() {
        assertThatThrownBy(() -> Templates.render("{{secret.keys}}", "it", bindings))
                .isInstanceOf(TemplateException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{#a}}x{{/a}}", "{{^a}}x{{/a}}", "{{>file}}", "{{#a}}", "{{a", "{{/a}}", "{{{a}}"})
    void refusesAllButVariables(String text) {
        assertThatThrownBy(() -> Templates.render(text, "it", bindings)).isInstanceOf(TemplateException.class);
    }

    @Test
    void leavesBracesAloneAfterAChangeOfDelimiters() {
        assertThat(Templates.render("{{=<% %>=}}{{ x <%application.name%>", "it", bindings))
                .isEqualTo("{{ x shop");
    }

    @Test
    void listsVariablesOnceInOrder() {
        assertThat(Templates.variables("{{b}} {{a}} {{! c }} {{b}} {{&d}}")).containsExactly("b", "a", "d");
    }

    @Test
    void knowsWhatIsSecret() {
        assertThat(Templates.mentionsSecret("{{secret.a}}")).isTrue();
        assertThat(Templates.mentionsSecret("{{application.name}} secret.a")).isFalse();
    }

    @Test
    void showsNoValues() {
        assertThat(bindings.toString()).doesNotContain("a&b").doesNotContain("t0");
    }
}
