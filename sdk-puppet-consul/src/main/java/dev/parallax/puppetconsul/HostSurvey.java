package dev.parallax.puppetconsul;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.parallax.puppetconsul.consul.Consul;
import dev.parallax.puppetconsul.state.SurveyChunk;
import dev.parallax.puppetconsul.state.SurveyRequest;
import java.util.ArrayList;
import java.util.List;

/** What holds ports of a host: the host's daemon is asked, through Consul. */
final class HostSurvey {
    private static final TypeReference<List<SurveyChunk>> CHUNKS = new TypeReference<>() {};

    private final Consul consul;

    HostSurvey(Consul consul) {
        this.consul = consul;
    }

    List<SurveyChunk> ask(String host, List<Integer> ports) throws InterruptedException {
        List<SurveyChunk> chunks = new ArrayList<>();
        try (HostQuestion question = new HostQuestion(consul, host)) {
            question.ask(new SurveyRequest(ports), CHUNKS, HostQuestion.PATIENCE, chunks::add);
        }
        return chunks;
    }
}
