package dev.parallax.puppetconsul;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.ComponentUse;
import dev.parallax.logs.LogTarget;
import dev.parallax.puppetconsul.consul.Consul;
import dev.parallax.puppetconsul.state.UseChunk;
import dev.parallax.puppetconsul.state.UseRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What components take: all hosts are asked at once, through Consul. */
final class HostUse {
    private static final TypeReference<List<UseChunk>> CHUNKS = new TypeReference<>() {};
    private static final double SECONDS = 1;

    private final Consul consul;

    HostUse(Consul consul) {
        this.consul = consul;
    }

    List<ComponentUse> read(String application, List<LogTarget> targets) throws InterruptedException {
        List<String> hosts = targets.stream()
                .flatMap(target -> target.host().stream())
                .distinct()
                .toList();
        Map<String, UseChunk> told = new HashMap<>();
        for (UseChunk chunk : ask(application, hosts)) {
            told.put(key(chunk.replica(), chunk.component()), chunk);
        }
        return targets.stream()
                .map(target -> Optional.ofNullable(told.get(key(target.replica(), target.component())))
                        .map(chunk -> new ComponentUse(
                                target.role(),
                                target.replica(),
                                target.component(),
                                chunk.cpuMillis(),
                                chunk.memoryBytes())))
                .flatMap(Optional::stream)
                .toList();
    }

    private static String key(String replica, String component) {
        return replica + "/" + component;
    }

    private List<UseChunk> ask(String application, List<String> hosts) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, hosts.size()), work -> {
            Thread thread = new Thread(work, "parallax-use");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<List<UseChunk>>> answers = new ArrayList<>();
            for (String host : hosts) {
                answers.add(threads.submit(() -> ask(application, host)));
            }
            List<UseChunk> all = new ArrayList<>();
            for (Future<List<UseChunk>> answer : answers) {
                all.addAll(answer.get());
            }
            return all;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof BackendException known
                    ? known
                    : new BackendException(String.valueOf(Objects.requireNonNullElse(e.getCause(), e)), e);
        } finally {
            threads.shutdownNow();
        }
    }

    private List<UseChunk> ask(String application, String host) throws InterruptedException {
        List<UseChunk> chunks = new ArrayList<>();
        try (HostQuestion question = new HostQuestion(consul, host)) {
            question.ask(new UseRequest(application, SECONDS), CHUNKS, HostQuestion.PATIENCE, chunks::add);
        }
        return chunks;
    }
}
