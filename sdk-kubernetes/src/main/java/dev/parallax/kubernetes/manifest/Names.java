package dev.parallax.kubernetes.manifest;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Labels, annotations and object names: how an application is recognised in a cluster. */
public final class Names {
    public static final String MANAGER = "parallax";
    public static final String APPLICATION = "parallax.dev/application";
    public static final String ROLE = "parallax.dev/role";
    public static final String STEP = "parallax.dev/step";
    /** On a Service: the service of the definition that it realises. */
    public static final String SERVICE = "parallax.dev/service";
    /** On a Secret: the secret of the definition that it holds. */
    public static final String SECRET = "parallax.dev/secret";
    /** On a ConfigMap or Secret with files: the role and component, or the step, that reads them. */
    public static final String CONFIGURES = "parallax.dev/configures";
    /** On a ConfigMap: it records this revision of the definition. */
    public static final String REVISION = "parallax.dev/revision";
    /** On a claim: its storage is kept. */
    public static final String KEPT = "parallax.dev/kept";
    /** Annotation: the application's version, as it was written. */
    public static final String VERSION = "parallax.dev/version";
    /** Annotation: a digest of what the object was rendered from. */
    public static final String DIGEST = "parallax.dev/digest";

    /** On an EndpointSlice: who looks after it. */
    public static final String SLICE_MANAGER = "endpointslice.kubernetes.io/managed-by";
    /** On an EndpointSlice: the Service that it is of. */
    public static final String SLICE_SERVICE = "kubernetes.io/service-name";

    private static final int LONGEST_LABEL_VALUE = 63;

    static final String NAME = "app.kubernetes.io/name";
    static final String MANAGED_BY = "app.kubernetes.io/managed-by";

    private static final int STEP_NAME_LIMIT = 40;

    private Names() {}

    /** The labels of everything that belongs to an application. */
    public static Map<String, String> labels(String application) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(NAME, application);
        labels.put(MANAGED_BY, MANAGER);
        labels.put(APPLICATION, application);
        return labels;
    }

    /** {@link #labels} and one more. */
    public static Map<String, String> labels(String application, String label, String value) {
        Map<String, String> labels = labels(application);
        labels.put(label, value);
        return labels;
    }

    /** What a role's pods, and no others, are found by. */
    static Map<String, String> selector(String application, String role) {
        Map<String, String> selector = new LinkedHashMap<>();
        selector.put(NAME, application);
        selector.put(ROLE, role);
        return selector;
    }

    /** The name of a step's Job: one for each version. */
    public static String job(String step, String version) {
        String readable = version.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        String name = step + "-" + readable;
        name = name.length() > STEP_NAME_LIMIT ? name.substring(0, STEP_NAME_LIMIT) : name;
        return name.replaceAll("-+$", "") + "-" + Digest.ofPublic(step, version).substring(0, 6);
    }

    /** The name of a revision's record. */
    public static String revision(String application, long revision) {
        return application + "-revision-" + revision;
    }

    /** A text as the value of a label, told apart by a digest where it is too long for one. */
    static String labelValue(String text) {
        return text.length() <= LONGEST_LABEL_VALUE
                ? text
                : text.substring(0, LONGEST_LABEL_VALUE - 11) + "." + Digest.ofPublic(text);
    }

    /** The name of the slice with a service's addresses outside. */
    static String external(String service) {
        return service + "-external";
    }

    /** By what name a service is found from every namespace; the cluster's domain is the usual one. */
    static String host(String service, String namespace) {
        return service + "." + namespace + ".svc.cluster.local";
    }

    /** The name of the headless service that a StatefulSet gives its pods names by. */
    static String headless(String role) {
        return role + "-replicas";
    }
}
