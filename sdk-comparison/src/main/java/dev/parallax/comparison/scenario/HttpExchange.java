package dev.parallax.comparison.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One HTTP request over a connection of its own, never repeated behind the caller's back. */
final class HttpExchange {
    private static final int TIMEOUT_MILLIS = 10_000;

    private HttpExchange() {}

    /** The status and the headers, names in lower case. */
    record Answer(int status, Map<String, String> headers) {
        Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
        }
    }

    static Answer ask(String method, String url, Map<String, String> headers, Optional<String> body)
            throws IOException {
        HttpURLConnection connection = (HttpURLConnection) new URL(url).openConnection();
        try {
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            connection.setInstanceFollowRedirects(false);
            connection.setRequestMethod(method);
            connection.setRequestProperty("Connection", "close");
            headers.forEach(connection::setRequestProperty);
            if (body.isPresent()) {
                send(connection, body.get().getBytes(StandardCharsets.UTF_8));
            }
            int status = connection.getResponseCode();
            drain(connection);
            Map<String, String> received = new HashMap<>();
            for (Map.Entry<String, List<String>> header :
                    connection.getHeaderFields().entrySet()) {
                if (header.getKey() != null) {
                    received.put(
                            header.getKey().toLowerCase(Locale.ROOT),
                            header.getValue().get(0));
                }
            }
            return new Answer(status, received);
        } finally {
            connection.disconnect();
        }
    }

    private static void send(HttpURLConnection connection, byte[] body) throws IOException {
        connection.setDoOutput(true);
        // A fixed length keeps the JDK from sending a failed POST a second time.
        connection.setFixedLengthStreamingMode(body.length);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
    }

    private static void drain(HttpURLConnection connection) throws IOException {
        InputStream stream = connection.getErrorStream();
        try (InputStream in = stream != null ? stream : connection.getInputStream()) {
            in.readAllBytes();
        }
    }
}
