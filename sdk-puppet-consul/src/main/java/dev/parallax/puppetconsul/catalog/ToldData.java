package dev.parallax.puppetconsul.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parallax.backend.BackendException;
import dev.parallax.puppetconsul.seal.Seal;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What Consul holds for a host: {@link HostData}, opened when somebody asks for the first time. */
public final class ToldData {
    private final String host;
    private final String where;
    private final ObjectNode readable;
    private final String sealed;
    private volatile @Nullable HostData opened;

    /** {@code where}: the key that holds it. */
    public ToldData(String host, String where, ObjectNode document) {
        this.host = host;
        this.where = where;
        this.readable = document.deepCopy();
        this.sealed = document.path(HostData.SEALED).asText("");
        this.readable.remove(HostData.SEALED);
    }

    /** All but the secrets, in place of each of which is a null. */
    public ObjectNode readable() {
        return readable;
    }

    /** All of it. */
    public HostData open(Seal seal) {
        HostData data = opened;
        if (data == null) {
            data = sealed.isEmpty() ? HostData.plain(readable) : HostData.opened(host, where, readable, sealed, seal);
            opened = data;
        }
        return data;
    }

    /** Whether this is what a host is to be told, in a form that it can open; without a certificate, if its key is still what it was. */
    public boolean tells(HostData wanted, Seal seal, Optional<X509Certificate> certificate) {
        if (!readable.equals(wanted.readable())) {
            return false;
        }
        if (!wanted.hasSecrets()) {
            return sealed.isEmpty();
        }
        if (!seal.isSealed(sealed, certificate.stream().toArray(X509Certificate[]::new))) {
            return false;
        }
        try {
            return open(seal).secrets().equals(wanted.secrets());
        } catch (BackendException e) {
            return false; // It is written anew.
        }
    }

    @Override
    public String toString() {
        return "ToldData[" + where + "]";
    }
}
