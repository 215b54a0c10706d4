package dev.parallax.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** The kit's web server at one address. */
record WebServer(String address, int port) {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private static final ObjectMapper JSON = new ObjectMapper();

    static WebServer of(ReplicaStatus replica, int port) {
        return new WebServer(
                replica.address()
                        .orElseThrow(() -> new AssertionError("replica " + replica.name() + " reports no address")),
                port);
    }

    Map<String, String> environment() {
        try {
            return JSON.readValue(get("/env"), new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new AssertionError("not an environment", e);
        }
    }

    String file(String path) {
        return get("/file?path=" + URLEncoder.encode(path, StandardCharsets.UTF_8));
    }

    String name() {
        return get("/").trim();
    }

    int status(String path) {
        return send("GET", path).statusCode();
    }

    /** A page that answers with a status whoever sends it a header, and refuses all others. */
    static String expecting(String header, String value, int status) {
        return "/expects?header=" + header + "&value=" + URLEncoder.encode(value, StandardCharsets.UTF_8) + "&status="
                + status;
    }

    void log(String line) {
        HttpResponse<String> response = send("POST", "/log?line=" + URLEncoder.encode(line, StandardCharsets.UTF_8));
        if (response.statusCode() != 200) {
            throw new AssertionError("/log at " + address + ":" + port + " answered " + response.statusCode());
        }
    }

    /** Has the server end; it may or may not answer before. */
    void exit() {
        try {
            send("POST", "/exit?status=1");
        } catch (UncheckedIOException e) {
            // It ended before it could answer.
        }
    }

    private String get(String path) {
        HttpResponse<String> response = send("GET", path);
        if (response.statusCode() != 200) {
            throw new AssertionError(path + " at " + address + ":" + port + " answered " + response.statusCode() + ": "
                    + response.body());
        }
        return response.body();
    }

    private HttpResponse<String> send(String method, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address + ":" + port + path))
                .timeout(Duration.ofSeconds(5))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(request.uri() + " does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
