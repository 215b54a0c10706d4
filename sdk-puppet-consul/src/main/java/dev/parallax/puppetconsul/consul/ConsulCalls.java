package dev.parallax.puppetconsul.consul;

import com.ecwid.consul.SingleUrlParameters;
import com.ecwid.consul.UrlParameters;
import com.ecwid.consul.transport.HttpResponse;
import com.ecwid.consul.transport.TransportException;
import com.ecwid.consul.v1.ConsulRawClient;
import com.ecwid.consul.v1.Request;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.execchain.RequestAbortedException;

/** Single requests to a Consul, each bounded in time, and what went wrong with one in words. */
final class ConsulCalls implements AutoCloseable {
    private static final Duration ANSWER = Duration.ofSeconds(10);
    /** The longest a blocking query may be asked to wait; a server that went silent is noticed soon after. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    /** What servers say that have no leader, and agents that have no server or only ones that do not answer. */
    private static final List<String> LEADERLESS = List.of(
            "No cluster leader",
            "No known Consul servers",
            "rpc error getting client",
            "Not ready to serve consistent reads");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ConsulAddress address;
    private final List<CloseableHttpClient> clients = new ArrayList<>();
    private final ConsulRawClient quick;
    private final ConsulRawClient patient;
    private volatile boolean closed;

    ConsulCalls(ConsulAddress address) {
        this.address = address;
        this.quick = client(ANSWER);
        this.patient = client(LONGEST_WAIT.plus(ANSWER));
    }

    private ConsulRawClient client(Duration answerWithin) {
        CloseableHttpClient http =
                new BoundedHttpClient(Transport.open(address, answerWithin), answerWithin.multipliedBy(2));
        clients.add(http);
        return new ConsulRawClient(
                http, address.url().getScheme() + "://" + address.url().getHost(), address.port(), "");
    }

    /**
     * Asks for what has been committed. Without that a server that has just become the leader answers out of the log that it
     * reads anew after its start: with any state there ever was.
     */
    HttpResponse get(String endpoint, Since since, List<UrlParameters> more) {
        List<UrlParameters> parameters = new ArrayList<>(more);
        parameters.add(flag("consistent"));
        address.datacenter().ifPresent(datacenter -> parameters.add(parameter("dc", datacenter)));
        if (since.index() == 0) {
            return ask("GET", endpoint, () -> quick.makeGetRequest(endpoint, parameters));
        }
        long wait = Math.min(LONGEST_WAIT.toMillis(), Math.max(1, since.atMost().toMillis()));
        parameters.add(parameter("index", Long.toString(since.index())));
        parameters.add(parameter("wait", wait + "ms"));
        return ask("GET", endpoint, () -> patient.makeGetRequest(endpoint, parameters));
    }

    HttpResponse put(String endpoint, String body, List<UrlParameters> more) {
        List<UrlParameters> parameters = new ArrayList<>(more);
        address.datacenter().ifPresent(datacenter -> parameters.add(parameter("dc", datacenter)));
        return ask(
                "PUT", endpoint, () -> quick.makePutRequest(endpoint, body, parameters.toArray(UrlParameters[]::new)));
    }

    private HttpResponse ask(String verb, String endpoint, Supplier<HttpResponse> call) {
        if (closed) {
            throw new ConsulException("the connection to Consul at " + address + " is closed");
        }
        try {
            return call.get();
        } catch (TransportException | IllegalStateException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new ConsulException(
                    "Consul at " + address + " does not answer (" + verb + " " + endpoint + "): " + reason(cause), e);
        }
    }

    private String reason(Throwable failure) {
        if (isCausedBy(failure, CertificateExpiredException.class)) {
            return "its certificate, or that of the authority that signed it, has expired; renew it where Consul runs";
        }
        if (isCausedBy(failure, CertificateNotYetValidException.class)) {
            return "its certificate is not valid yet; compare the clocks of both machines";
        }
        if (isCausedBy(failure, CertPathBuilderException.class)
                || isCausedBy(failure, CertPathValidatorException.class)) {
            return "no authority that is trusted here has signed its certificate; name one that has (consul-ca)";
        }
        if (isCausedBy(failure, SSLPeerUnverifiedException.class)) {
            return "its certificate is of another name or address; name one that is in it";
        }
        if (isCausedBy(failure, UnknownHostException.class)) {
            return "no address is known of " + address.url().getHost();
        }
        if (isCausedBy(failure, RequestAbortedException.class)) {
            return "no whole answer in time";
        }
        if (isCausedBy(failure, SSLException.class)) {
            return "no TLS connection comes about (" + failure.getMessage() + "); is it https?";
        }
        return String.valueOf(failure.getMessage());
    }

    private static boolean isCausedBy(Throwable failure, Class<? extends Exception> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    JsonNode json(String endpoint, HttpResponse response) {
        succeeded(endpoint, response);
        try {
            return JSON.readTree(response.getContent());
        } catch (JsonProcessingException e) {
            throw new ConsulException("Consul at " + address + " answers " + endpoint + " with what is not JSON", e);
        }
    }

    void succeeded(String endpoint, HttpResponse response) {
        int status = response.getStatusCode();
        if (status == 200) {
            return;
        }
        String content = response.getContent() == null
                ? ""
                : response.getContent().strip().lines().findFirst().orElse("");
        if (status == 500 && LEADERLESS.stream().anyMatch(content::contains)) {
            throw new ConsulException("Consul at " + address + " has no leader that it can reach (" + endpoint + ": "
                    + content.substring(0, Math.min(300, content.length()))
                    + "); start those of its servers that are down: more than half must run."
                    + " What is deployed goes on meanwhile, and nothing can be changed");
        }
        String advice = status == 403 || status == 401 ? "; the token lacks the right, or none was given" : "";
        throw new ConsulException("Consul at " + address + " refuses " + endpoint + " with status " + status + ": "
                + content.substring(0, Math.min(300, content.length())) + advice);
    }

    /** Consul advises: an index below 1 or one that is missing counts as 1, so that the next query does not spin. */
    static long index(HttpResponse response) {
        Long index = response.getConsulIndex();
        return index == null ? 1 : Math.max(1, index);
    }

    static UrlParameters flag(String name) {
        return new SingleUrlParameters(name);
    }

    static UrlParameters parameter(String name, String value) {
        return new SingleUrlParameters(name, value);
    }

    static String path(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8)
                .replace("%2F", "/")
                .replace("+", "%20");
    }

    HttpResponse delete(String endpoint) {
        Request.Builder request = Request.Builder.newBuilder().setEndpoint(endpoint);
        // Without, consul-api writes an empty header, which Consul takes before the right one that follows it.
        address.token().ifPresent(request::setToken);
        address.datacenter().ifPresent(datacenter -> request.addUrlParameter(parameter("dc", datacenter)));
        return ask("DELETE", endpoint, () -> quick.makeDeleteRequest(request.build()));
    }

    @Override
    public void close() {
        closed = true;
        for (CloseableHttpClient client : clients) {
            try {
                client.close();
            } catch (IOException e) {
                throw new ConsulException("the connection to Consul at " + address + " cannot be closed", e);
            }
        }
    }
}
