package dev.parallax.definition;

import dev.parallax.model.Application;
import dev.parallax.model.Secret;
import java.util.Map;
import java.util.regex.Pattern;

/** Names have a form that every orchestrator accepts. */
final class NameRule implements Rule {
    /** A DNS subdomain, and what a Secret's {@code data} has for keys. */
    private static final Pattern KUBERNETES_KEY = Pattern.compile(
            "(?=[^/]{1,253}/)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/(?!\\.\\.|\\.$)[-._A-Za-z0-9]{1,253}");
    /** Printable, and short enough for the limit of 512 bytes that Consul has on a key. */
    private static final Pattern CONSUL_KEY = Pattern.compile("[!-~&&[^/]][!-~]{0,511}");

    /** On Kubernetes each application has one beside those of its definition. */
    private static final String DIGEST_KEY = "parallax-digest-key";

    @Override
    public void check(Application application, Findings findings) {
        Names.LABEL.check(application.name(), DocumentPath.ROOT.child("metadata", "name"), findings);
        Names.VERSION.check(application.version(), DocumentPath.ROOT.child("metadata", "version"), findings);
        keys(Names.LABEL, application.secrets(), DocumentPath.ROOT.child("secrets"), findings);
        findings.addUnless(
                !application.secrets().containsKey(DIGEST_KEY),
                DocumentPath.ROOT.child("secrets", DIGEST_KEY),
                "is the name of a secret that Parallax makes itself",
                "choose another name");
        keys(Names.LABEL, application.services(), DocumentPath.ROOT.child("services"), findings);
        findings.addUnless(
                !application.services().containsKey("localhost"),
                DocumentPath.ROOT.child("services", "localhost"),
                "would hide the host's own loopback name",
                "choose another name");
        keys(Names.LABEL, application.steps(), DocumentPath.ROOT.child("steps"), findings);
        keys(Names.LABEL, application.roles(), DocumentPath.ROOT.child("roles"), findings);
        application
                .secrets()
                .forEach((name, secret) ->
                        secret(secret, application, DocumentPath.ROOT.child("secrets", name), findings));
        application
                .services()
                .forEach((name, service) -> keys(
                        Names.PORT, service.ports(), DocumentPath.ROOT.child("services", name, "ports"), findings));
        application.roles().forEach((name, role) -> {
            DocumentPath path = DocumentPath.ROOT.child("roles", name);
            keys(Names.LABEL, role.components(), path.child("components"), findings);
            keys(Names.LABEL, role.storage(), path.child("storage"), findings);
            role.replicas()
                    .spreadOver()
                    .ifPresent(label -> Names.HOST_LABEL.check(label, path.child("replicas", "spreadOver"), findings));
            role.replicas().pin().forEach((label, value) -> {
                DocumentPath pin = path.child("replicas", "pin", label);
                Names.HOST_LABEL.check(label, pin, findings);
                Names.HOST_LABEL_VALUE.check(value, pin, findings);
            });
        });
    }

    private static void secret(Secret secret, Application application, DocumentPath path, Findings findings) {
        if (secret instanceof Secret.FromEnvironment reference) {
            Names.VARIABLE.check(reference.variable(), path.child("env"), findings);
        } else if (secret instanceof Secret.FromFile file) {
            findings.addUnless(!file.path().isBlank(), path.child("file"), "is empty", "write the name of a file");
        } else if (secret instanceof Secret.Existing existing) {
            existing(existing, application, path.child("existing"), findings);
        } else if (secret instanceof Secret.Password password) {
            findings.addUnless(
                    password.length() >= 8 && password.length() <= SecretForm.MOST_LETTERS,
                    path.child("length"),
                    "is " + password.length(),
                    "write a whole number from 8 to " + SecretForm.MOST_LETTERS);
        } else if (secret instanceof Secret.FernetKeys keys) {
            findings.addUnless(
                    keys.count() >= 1 && keys.count() <= SecretForm.MOST_KEYS,
                    path.child("count"),
                    "is " + keys.count(),
                    "write a whole number from 1 to " + SecretForm.MOST_KEYS);
        }
    }

    private static void existing(
            Secret.Existing existing, Application application, DocumentPath path, Findings findings) {
        findings.addUnless(
                existing.kubernetes().isPresent()
                        || existing.consul().isPresent()
                        || !findings.keys(path).isEmpty(),
                path,
                "is empty",
                "write kubernetes: NAME/KEY, consul: KEY, or both");
        existing.kubernetes()
                .ifPresent(key -> findings.addUnless(
                        KUBERNETES_KEY.matcher(key).matches(),
                        path.child("kubernetes"),
                        "'" + Names.shortened(key) + "' is not the name of a Secret, a '/' and one of its keys",
                        "write such as db-credentials/password"));
        existing.kubernetes()
                .map(key -> key.replaceFirst("/.*", ""))
                .filter(application.secrets()::containsKey)
                .ifPresent(object -> findings.add(
                        path.child("kubernetes"),
                        "the Secret " + object + " is what this application's own secret of that name becomes",
                        "give that secret another name"));
        existing.consul()
                .ifPresent(key -> findings.addUnless(
                        CONSUL_KEY.matcher(key).matches() && !key.startsWith("parallax/"),
                        path.child("consul"),
                        "'" + Names.shortened(key) + "' is no key of Consul's that others put there",
                        "write such as parallax-secrets/db/password, without a '/' at its beginning"));
    }

    private static void keys(Names names, Map<String, ?> values, DocumentPath path, Findings findings) {
        values.keySet().forEach(name -> names.check(name, path.child(name), findings));
    }
}
