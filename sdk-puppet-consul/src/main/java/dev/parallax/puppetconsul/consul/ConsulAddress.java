package dev.parallax.puppetconsul.consul;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Where a Consul agent or server is and how it is spoken to: URL, PEM file of the authority it is trusted by, token, datacenter. */
public record ConsulAddress(URI url, Optional<Path> authority, Optional<String> token, Optional<String> datacenter) {
    public ConsulAddress {
        if (url.getHost() == null || url.getScheme() == null || !url.getScheme().matches("https?")) {
            throw new IllegalArgumentException("not the URL of a Consul agent: '" + url + "'; write https://host:8501");
        }
        if (url.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "the URL of Consul holds a user or password, which Consul does not know; give its token instead");
        }
        if (!url.getPath().matches("/?")
                || url.getQuery() != null
                || url.getFragment() != null
                || url.getPort() > 65535) {
            throw new IllegalArgumentException(
                    "'" + url + "' is more than the place of a Consul agent; write https://host:8501");
        }
    }

    int port() {
        if (url.getPort() > 0) {
            return url.getPort();
        }
        return url.getScheme().equals("https") ? 8501 : 8500;
    }

    @Override
    public String toString() {
        return url.getScheme() + "://" + url.getRawAuthority();
    }
}
