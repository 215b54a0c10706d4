package dev.parallax.kubernetes;

import dev.parallax.backend.BackendException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Makes one clear line of what the API server or the way to it answered. */
final class ApiErrors {
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int UNPROCESSABLE = 422;
    private static final int LONGEST_CHAIN = 20;

    private final String server;

    ApiErrors(String server) {
        this.server = server;
    }

    /** Runs a request; {@code what} completes the sentence "cannot ...". */
    <T extends @Nullable Object> T call(String what, Supplier<T> request) {
        try {
            return request.get();
        } catch (KubernetesClientException e) {
            throw translate(what, e);
        }
    }

    void run(String what, Runnable request) {
        call(what, () -> {
            request.run();
            return what;
        });
    }

    BackendException translate(String what, Throwable cause) {
        return new ApiException(
                "kubernetes: cannot " + what + ": " + reason(cause),
                cause,
                code(cause),
                answer(cause).flatMap(FieldConflicts::of));
    }

    /** The HTTP status behind an error; 0 when the server gave none. */
    static int code(Throwable error) {
        return answer(error).map(KubernetesClientException::getCode).orElse(0);
    }

    /** The server's own answer, which may be wrapped in others without one. */
    private static Optional<KubernetesClientException> answer(Throwable error) {
        return chain(error)
                .filter(KubernetesClientException.class::isInstance)
                .map(KubernetesClientException.class::cast)
                .filter(exception -> exception.getCode() > 0)
                .findFirst();
    }

    private String reason(Throwable cause) {
        if (find(cause, CertificateExpiredException.class).isPresent()) {
            return "a certificate of " + server + " or of the kubeconfig has expired; renew it";
        }
        Optional<String> conflict = answer(cause).flatMap(FieldConflicts::of);
        if (conflict.isPresent()) {
            return "others have set what it would set otherwise: " + conflict.get();
        }
        String message = answer(cause).map(ApiErrors::message).orElseGet(() -> rootOf(cause));
        return switch (code(cause)) {
            case UNAUTHORIZED -> server + " does not accept the credentials of the kubeconfig (401)";
            case FORBIDDEN -> "permission denied (403): " + message;
            case UNPROCESSABLE -> "the cluster refuses the object (422): " + message;
            case 0 -> withoutAnswer(cause, message);
            default -> message + " (" + code(cause) + ")";
        };
    }

    private String withoutAnswer(Throwable cause, String message) {
        if (find(cause, SSLException.class).isPresent()) {
            return "no trusted connection to " + server + ": " + distrust(cause);
        }
        if (find(cause, UnknownHostException.class).isPresent()
                || find(cause, ConnectException.class).isPresent()
                || find(cause, java.nio.channels.UnresolvedAddressException.class)
                        .isPresent()) {
            return server + " is unreachable; is the cluster running, and is it the right kubeconfig?";
        }
        if (find(cause, TimeoutException.class).isPresent()
                || find(cause, java.net.http.HttpTimeoutException.class).isPresent()) {
            return server + " did not answer in time";
        }
        if (message.contains("GOAWAY")) {
            return server + " closed the connection, as it does with credentials it does not know (401)";
        }
        if (message.contains("EOF") || message.contains("Connection reset")) {
            return server + " closed the connection without an answer; is it an API server, and is it https?";
        }
        if (chain(cause).anyMatch(each -> each.getClass().getName().contains(".jackson."))) {
            return server + " does not answer as an API server does";
        }
        return server + ": " + message.lines().findFirst().orElse("");
    }

    private static String distrust(Throwable cause) {
        if (find(cause, CertPathBuilderException.class).isPresent()) {
            return "none of the authorities that the kubeconfig trusts has signed its certificate";
        }
        String message = find(cause, SSLException.class)
                .map(Throwable::getMessage)
                .map(String::valueOf)
                .orElse("");
        if (message.endsWith("certificate_expired")) {
            return "it says that the client's certificate of the kubeconfig has expired; renew it";
        }
        if (message.endsWith("certificate_required")) {
            return "it asks for a client's certificate, and the kubeconfig has none";
        }
        return message;
    }

    /** The innermost message, for an error whose own says nothing. */
    static String rootOf(Throwable error) {
        Throwable root = chain(error).reduce((outer, inner) -> inner).orElse(error);
        return root instanceof NoSuchFileException
                ? root.getMessage() + " does not exist"
                : String.valueOf(root.getMessage());
    }

    private static String message(KubernetesClientException answer) {
        String message = answer.getStatus() == null ? null : answer.getStatus().getMessage();
        return message == null ? String.valueOf(answer.getMessage()) : message;
    }

    private static <T extends Throwable> Optional<T> find(Throwable error, Class<T> type) {
        return chain(error).filter(type::isInstance).map(type::cast).findFirst();
    }

    private static Stream<Throwable> chain(Throwable error) {
        return Stream.iterate(error, Objects::nonNull, Throwable::getCause).limit(LONGEST_CHAIN);
    }

    /** A {@link BackendException} that remembers the HTTP status. */
    static final class ApiException extends BackendException {
        private static final long serialVersionUID = 1L;

        private final int code;
        private final @Nullable String fields;

        ApiException(String message, Throwable cause, int code, Optional<String> fields) {
            super(message, cause);
            this.code = code;
            this.fields = fields.orElse(null);
        }

        /** The fields that somebody else has set, with whose they are. */
        Optional<String> fields() {
            return Optional.ofNullable(fields);
        }

        /** Whether the same request may succeed later: the server did not answer, or was not able to. */
        boolean mayPass() {
            return code == 0 || code == 429 || code >= 500;
        }

        int code() {
            return code;
        }

        /** Whether the user has no permission for it. */
        boolean isForbidden() {
            return code == FORBIDDEN;
        }
    }
}
