package dev.parallax.fidelity;

import dev.parallax.model.AcceptanceCheck;
import dev.parallax.model.Application;
import dev.parallax.model.Check;
import dev.parallax.model.EnvValue;
import dev.parallax.model.FileSource;
import dev.parallax.model.Probe;
import dev.parallax.model.Secret;
import java.util.Map;
import java.util.Optional;

/** What people write for a field, where that is not the field's name in the model. An empty name is no part of the path. */
final class WrittenNames {
    private static final Map<ModelField, String> OTHERS = Map.ofEntries(
            Map.entry(new ModelField(Application.class, "name"), "metadata.name"),
            Map.entry(new ModelField(Application.class, "version"), "metadata.version"),
            Map.entry(new ModelField(Check.class, "probe"), ""),
            Map.entry(new ModelField(Probe.Http.class, "path"), "http"),
            Map.entry(new ModelField(Probe.Tcp.class, "port"), "tcp"),
            Map.entry(new ModelField(Probe.Exec.class, "command"), "exec"),
            Map.entry(new ModelField(EnvValue.Text.class, "template"), ""),
            Map.entry(new ModelField(FileSource.Template.class, "text"), "template"),
            Map.entry(new ModelField(Secret.FromEnvironment.class, "variable"), "env"),
            Map.entry(new ModelField(Secret.FromFile.class, "path"), "file"),
            Map.entry(new ModelField(Secret.Existing.class, "kubernetes"), "existing.kubernetes"),
            Map.entry(new ModelField(Secret.Existing.class, "consul"), "existing.consul"),
            Map.entry(new ModelField(AcceptanceCheck.Http.class, "service"), "http.service"),
            Map.entry(new ModelField(AcceptanceCheck.Http.class, "port"), "http.port"),
            Map.entry(new ModelField(AcceptanceCheck.Http.class, "target"), "http.on"),
            Map.entry(new ModelField(AcceptanceCheck.Http.class, "method"), "http.method"),
            Map.entry(new ModelField(AcceptanceCheck.Http.class, "path"), "http.path"),
            Map.entry(new ModelField(AcceptanceCheck.Http.class, "headers"), "http.headers"),
            Map.entry(new ModelField(AcceptanceCheck.Http.class, "body"), "http.body"),
            Map.entry(new ModelField(AcceptanceCheck.Http.class, "status"), "http.status"),
            Map.entry(new ModelField(AcceptanceCheck.Http.class, "capture"), "http.capture"),
            Map.entry(new ModelField(AcceptanceCheck.Exec.class, "use"), "exec.use"),
            Map.entry(new ModelField(AcceptanceCheck.Exec.class, "command"), "exec.command"),
            Map.entry(new ModelField(AcceptanceCheck.Exec.class, "rises"), "exec.rises"));

    private WrittenNames() {}

    /** Of a file's text it depends on the file; empty for what is not written but follows from that. */
    static Optional<String> of(Class<?> type, String name, Object owner) {
        if (owner instanceof FileSource.Template file) {
            if (name.equals("origin")) {
                return Optional.empty();
            }
            if (name.equals("text") && file.origin().equals("content")) {
                return Optional.of("content");
            }
        }
        return Optional.of(OTHERS.getOrDefault(new ModelField(type, name), name));
    }

    static String join(String path, String name) {
        return path.isEmpty() || name.isEmpty() ? path + name : path + "." + name;
    }
}
