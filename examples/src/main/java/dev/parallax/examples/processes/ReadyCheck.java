package dev.parallax.examples.processes;

import dev.parallax.model.Check;
import dev.parallax.model.Probe;
import dev.parallax.model.StatusRange;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A check of one replica, asked as often as it says and never waited for. */
final class ReadyCheck {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Check check;
    private final StatusRange expected;
    private final HttpRequest request;
    private @Nullable CompletableFuture<Boolean> answer;
    private long asked;
    private boolean last;
    private int row;
    private boolean passing;

    ReadyCheck(Check check, Probe.Http asked, URI target) {
        this.check = check;
        this.expected = asked.status();
        HttpRequest.Builder builder = HttpRequest.newBuilder(target).timeout(check.timeout());
        asked.headers().forEach(builder::header);
        this.request = builder.build();
    }

    /** Whether it passes as far as is known, which is asked again when it is time. */
    boolean passes(long now) {
        if (answer != null && answer.isDone()) {
            boolean good = answer.join();
            row = good == last ? row + 1 : 1;
            last = good;
            passing = passing ? good || row < check.failures() : good && row >= check.successes();
            answer = null;
        }
        if (answer == null && (asked == 0 || now - asked >= check.every().toNanos())) {
            asked = now;
            answer = CLIENT.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                    .thenApply(response -> expected.contains(response.statusCode()))
                    .exceptionally(failure -> false);
        }
        return passing;
    }
}
