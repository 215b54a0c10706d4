package dev.parallax.puppetconsul.catalog;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parallax.puppetconsul.seal.Seal;
import dev.parallax.puppetconsul.state.Keys;
import dev.parallax.puppetconsul.state.StateJson;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a host is told, and which texts in it are secret. Consul holds it with a null in place of each of them, so that a host that did not open
 * it has Puppet refuse it; and all of them beside it, by their JSON pointers, in one sealed text.
 */
public final class HostData {
    /** The sealed texts; not Puppet's. */
    static final String SEALED = "parallax::sealed";

    private static final int REVISION_LENGTH = 16;

    private final ObjectNode opened;
    private final SortedMap<String, String> secrets;

    private HostData(ObjectNode opened, SortedMap<String, String> secrets) {
        this.opened = opened;
        this.secrets = Collections.unmodifiableSortedMap(secrets);
    }

    /** Data whose {@link SecretText}s are secret, with a revision that tells them from any other. */
    static HostData of(ObjectNode data, Seal seal) {
        SortedMap<String, String> secrets = new TreeMap<>();
        collect(data, JsonPointer.empty(), secrets);
        String text = data.toString();
        ObjectNode withRevision = JsonNodeFactory.instance.objectNode();
        withRevision.put(HostDataCompiler.REVISION, revision(text, !secrets.isEmpty(), seal));
        withRevision.setAll(asRead(text));
        return new HostData(withRevision, secrets);
    }

    private static void collect(JsonNode node, JsonPointer place, SortedMap<String, String> secrets) {
        if (node instanceof SecretText) {
            secrets.put(place.toString(), node.asText());
        } else {
            node.properties().forEach(field -> {
                if (hasSecret(field.getValue())) {
                    collect(field.getValue(), place.appendProperty(field.getKey()), secrets);
                }
            });
        }
    }

    /** Asked first: most have none, and the place of each would have to be written down. */
    private static boolean hasSecret(JsonNode node) {
        if (node instanceof SecretText) {
            return true;
        }
        for (var field : node.properties()) {
            if (hasSecret(field.getValue())) {
                return true;
            }
        }
        return false;
    }

    /** Everyone who may read Consul sees it: of what is secret it is by the fleet's key. Without that it is never written. */
    private static String revision(String text, boolean secret, Seal seal) {
        String digest = secret && seal.certificate().isPresent() ? seal.digest(text) : Seal.plainDigest(text);
        return digest.substring(0, REVISION_LENGTH);
    }

    /** As it is when it is read back, with the same types of numbers, so that the two can be compared. */
    private static ObjectNode asRead(String text) {
        return StateJson.read("host data", text, ObjectNode.class);
    }

    /** What {@link #sealed} wrote. {@code where}: the key that holds it. */
    static HostData opened(String host, String where, ObjectNode readable, String sealed, Seal seal) {
        SortedMap<String, String> secrets = StateJson.read(
                where, seal.open(Keys.host(host), where, sealed), new TypeReference<TreeMap<String, String>>() {});
        ObjectNode opened = readable.deepCopy();
        secrets.forEach((place, text) -> put(opened, place, JsonNodeFactory.instance.textNode(text)));
        return new HostData(opened, secrets);
    }

    /** What has no secrets, or whose secrets are not looked at. */
    public static HostData plain(ObjectNode readable) {
        return new HostData(readable, new TreeMap<>());
    }

    private static void put(ObjectNode data, String place, JsonNode value) {
        JsonPointer pointer = JsonPointer.compile(place);
        if (data.at(pointer.head()) instanceof ObjectNode parent) {
            parent.set(pointer.last().getMatchingProperty(), value);
        }
    }

    /** All of it. */
    public ObjectNode opened() {
        return opened;
    }

    /** The JSON pointers of what is secret. */
    public Set<String> secretPlaces() {
        return secrets.keySet();
    }

    /** Whether it may be written for a host without a key. */
    public boolean hasSecrets() {
        return !secrets.isEmpty();
    }

    SortedMap<String, String> secrets() {
        return secrets;
    }

    /** With a null in place of each secret. */
    ObjectNode readable() {
        if (secrets.isEmpty()) {
            return opened;
        }
        ObjectNode readable = opened.deepCopy();
        secrets.keySet().forEach(place -> put(readable, place, JsonNodeFactory.instance.nullNode()));
        return readable;
    }

    /** As Consul is to hold it, when there is no secret in it. */
    public String text() {
        if (hasSecrets()) {
            throw new IllegalStateException("data with secrets are sealed");
        }
        return opened.toString();
    }

    /** As Consul is to hold it, for the fleet and for the host with this certificate. */
    public String sealed(String host, Seal seal, X509Certificate certificate) {
        return hasSecrets()
                ? readable()
                        .put(SEALED, seal.seal(Keys.host(host), StateJson.write(secrets), certificate))
                        .toString()
                : text();
    }

    @Override
    public String toString() {
        return "HostData[" + opened.path(HostDataCompiler.REVISION).asText() + "]";
    }
}
