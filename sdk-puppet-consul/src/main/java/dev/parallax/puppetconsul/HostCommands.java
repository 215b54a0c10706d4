package dev.parallax.puppetconsul;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.CommandResult;
import dev.parallax.backend.NotReachedException;
import dev.parallax.definition.DurationText;
import dev.parallax.logs.LogTarget;
import dev.parallax.puppetconsul.consul.Consul;
import dev.parallax.puppetconsul.state.AnswerEnd;
import dev.parallax.puppetconsul.state.ExecChunk;
import dev.parallax.puppetconsul.state.ExecRequest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/** Runs commands in components: hosts are asked through Consul, and answer there. */
final class HostCommands {
    private static final TypeReference<List<ExecChunk>> CHUNKS = new TypeReference<>() {};

    private final Consul consul;

    HostCommands(Consul consul) {
        this.consul = consul;
    }

    CommandResult run(String application, LogTarget target, List<String> command, Duration limit)
            throws InterruptedException {
        String host = target.host()
                .orElseThrow(() -> new BackendException("replica " + target.replica() + " is on no host yet"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        ExecRequest request =
                new ExecRequest(application, target.replica(), target.component(), command, limit.toMillis());
        AnswerEnd end;
        try (HostQuestion question = new HostQuestion(consul, host)) {
            end = question.ask(request, CHUNKS, limit.plus(HostQuestion.PATIENCE), chunk -> (chunk.stream()
                                    .equals("out")
                            ? out
                            : err)
                    .writeBytes(Base64.getDecoder().decode(chunk.data())));
        }
        if (end.late()) {
            throw new NotReachedException("`" + String.join(" ", command) + "` in " + target + " took longer than "
                    + DurationText.format(limit) + " and was ended");
        }
        int status = end.status()
                .orElseThrow(() -> new BackendException("host " + host + " does not say how the command ended"));
        return new CommandResult(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
