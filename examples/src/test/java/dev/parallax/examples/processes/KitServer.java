package dev.parallax.examples.processes;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the kit runs, in Java: its web server, and the {@code curl} of its step. */
final class KitServer {
    private KitServer() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0) {
            System.exit(get(arguments[arguments.length - 1]) ? 0 : 1);
        }
        serve(System.getenv());
    }

    /** Makes an image of it in a folder of images: two programs that are this one. */
    static Path images(Path folder) {
        try {
            Path programs = Files.createDirectories(folder.resolve("parallax/web:1/usr/bin"));
            for (String program : List.of("parallax-web", "curl")) {
                Path file = programs.resolve(program);
                Files.writeString(
                        file,
                        "#!/bin/sh\nexec '" + System.getProperty("java.home") + "/bin/java' -XX:TieredStopAtLevel=1"
                                + " -XX:+UseSerialGC -Xmx32m -cp '" + System.getProperty("java.class.path") + "' "
                                + KitServer.class.getName() + " \"$@\"\n");
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean get(String url) throws Exception {
        HttpResponse<Void> response = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.discarding());
        return response.statusCode() < 400;
    }

    private static Map<String, String> query(String raw) {
        return Arrays.stream(raw.split("&"))
                .map(part -> part.split("=", 2))
                .collect(Collectors.toMap(part -> part[0], part -> URLDecoder.decode(part[1], StandardCharsets.UTF_8)));
    }

    private static void serve(Map<String, String> env) throws IOException {
        String name = String.valueOf(env.get("REPLICA_NAME"));
        int port = Integer.parseInt(String.valueOf(env.get("PORT")));
        HttpServer server = HttpServer.create(new InetSocketAddress(env.get("REPLICA_ADDRESS"), port), 0);
        server.createContext("/", exchange -> {
            String value = exchange.getRequestURI().getQuery();
            String answer =
                    switch (exchange.getRequestURI().getPath()) {
                        case "/" -> name;
                        case "/healthz" -> "ok";
                        case "/env" -> new ObjectMapper().writeValueAsString(env);
                        case "/file" -> Files.readString(Path.of(value.substring(value.indexOf('=') + 1)));
                        case "/exit" -> {
                            Runtime.getRuntime().halt(1);
                            yield "";
                        }
                        default -> "";
                    };
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(body.length == 0 ? 404 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.createContext("/expects", exchange -> {
            Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
            String sent = exchange.getRequestHeaders().getFirst(String.valueOf(query.get("header")));
            boolean expected = String.valueOf(query.get("value")).equals(sent);
            exchange.sendResponseHeaders(expected ? Integer.parseInt(String.valueOf(query.get("status"))) : 403, -1);
            exchange.close();
        });
        server.start();
    }
}
