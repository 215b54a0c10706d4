package dev.parallax.definition;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Overlays over the definition that has every key: each kind of value, each alternative and shorthand, no removal. */
final class SomeDifferences {
    private static final Arbitrary<String> TEXT = Arbitraries.of("", "a", "5", "b # c", "two\nlines\n");

    private SomeDifferences() {}

    static Arbitrary<Map<String, Object>> overEverything() {
        return mapping(
                Map.of(),
                Map.of(
                        "metadata", mapping(Map.of("name", Arbitraries.just("some")), Map.of("version", of("2", "3"))),
                        "secrets", any(Map.of("token", secret())),
                        "services", any(Map.of("front", any(Map.of("ports", any(Map.of("admin", port())))))),
                        "roles", any(Map.of("web", role())),
                        "acceptance", Arbitraries.just(List.of())));
    }

    private static Arbitrary<?> secret() {
        return Arbitraries.oneOf(
                all(Map.of("env", of("A"))),
                all(Map.of("file", of("/a", "b"))),
                mapping(Map.of("generate", of("password")), Map.of("length", of(8, 9))));
    }

    private static Arbitrary<?> port() {
        return oneOf(of(1000, 1001), mapping(Map.of("target", of("http")), Map.of("port", of(1002))));
    }

    private static Arbitrary<?> role() {
        Arbitrary<?> count = of(2, 3, 4);
        Arbitrary<?> policy = any(Map.of("count", count, "spread", of("none", "host"), "minAvailable", of(0, 1)));
        return any(Map.of("replicas", oneOf(count, policy), "components", any(Map.of("app", component()))));
    }

    private static Arbitrary<?> component() {
        Arbitrary<?> variable = oneOf(TEXT, all(Map.of("secret", of("db-password", "token"))));
        return any(Map.of(
                "env", any(Map.of("DB", variable, "NEW", variable)),
                "files", any(Map.of("/etc/shop.conf", file(), "/etc/new", file())),
                "checks", any(Map.of("alive", check())),
                "command", TEXT.map(argument -> List.of("run", argument)),
                "limits", any(Map.of("memory", of("1Gi", 2_097_152))),
                "requests", any(Map.of("cpu", of("100m", 0.2)))));
    }

    private static Arbitrary<?> file() {
        Map<String, Arbitrary<?>> mode = Map.of("mode", of("0600", "0644"));
        return oneOf(mapping(Map.of("content", TEXT), mode), mapping(Map.of("secret", of("keys", "token")), mode));
    }

    private static Arbitrary<?> check() {
        Map<String, Arbitrary<?>> every = Map.of("every", of("1s", "2s"));
        return Arbitraries.oneOf(
                mapping(Map.of("tcp", of("http")), every),
                mapping(Map.of("exec", of(List.of("alive"))), every),
                mapping(Map.of("http", of("/"), "port", of("http")), every),
                any(every));
    }

    private static Arbitrary<?> of(Object... values) {
        return Arbitraries.of(values);
    }

    private static Arbitrary<?> oneOf(Arbitrary<?> one, Arbitrary<?> other) {
        return Arbitraries.oneOf(one.map(value -> (Object) value), other.map(value -> (Object) value));
    }

    private static Arbitrary<Map<String, Object>> all(Map<String, Arbitrary<?>> entries) {
        return mapping(entries, Map.of());
    }

    private static Arbitrary<Map<String, Object>> any(Map<String, Arbitrary<?>> entries) {
        return mapping(Map.of(), entries);
    }

    /** A mapping with all keys of the one and any of the other. */
    private static Arbitrary<Map<String, Object>> mapping(
            Map<String, Arbitrary<?>> always, Map<String, Arbitrary<?>> sometimes) {
        Arbitrary<Map<String, Object>> mapping = Arbitraries.just(Map.of());
        for (Map.Entry<String, Arbitrary<?>> entry : new TreeMap<>(always).entrySet()) {
            mapping = with(mapping, entry.getKey(), entry.getValue().map(Optional::of));
        }
        for (Map.Entry<String, Arbitrary<?>> entry : new TreeMap<>(sometimes).entrySet()) {
            mapping = with(mapping, entry.getKey(), entry.getValue().optional());
        }
        return mapping;
    }

    private static Arbitrary<Map<String, Object>> with(
            Arbitrary<Map<String, Object>> mapping, String key, Arbitrary<? extends Optional<?>> value) {
        return Combinators.combine(mapping, value).as((entries, written) -> {
            Map<String, Object> more = new TreeMap<>(entries);
            written.ifPresent(present -> more.put(key, present));
            return more;
        });
    }
}
