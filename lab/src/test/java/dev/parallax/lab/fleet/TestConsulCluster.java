package dev.parallax.lab.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Three real Consul servers on loopback, which can be killed and started again, and an agent that forwards to whichever answers, as each
 * host of a fleet has one.
 */
final class TestConsulCluster implements AutoCloseable {
    private static final int SERVERS = 3;

    private final List<Server> servers;
    private final TestConsul agent;

    private TestConsulCluster(List<Server> servers, TestConsul agent) {
        this.servers = servers;
        this.agent = agent;
    }

    static TestConsulCluster start(Path folder) {
        try {
            // For each of the servers, and for the agent: HTTP, RPC of servers, gossip.
            List<Integer> ports = TestConsul.freePorts(3 * (SERVERS + 1));
            List<Integer> gossip = new ArrayList<>();
            for (int number = 0; number < SERVERS; number++) {
                gossip.add(ports.get(3 * number + 2));
            }
            List<Server> servers = new ArrayList<>();
            for (int number = 0; number < SERVERS; number++) {
                List<String> command = command(folder, "server" + number, ports.subList(3 * number, 3 * number + 3));
                command.addAll(List.of("-server", "-bootstrap-expect=" + SERVERS));
                gossip.forEach(port -> command.add("-retry-join=127.0.0.1:" + port));
                servers.add(new Server(folder, number, ports.get(3 * number), command));
            }
            List<Integer> own = ports.subList(3 * SERVERS, 3 * SERVERS + 3);
            List<String> command = command(folder, "agent", own);
            gossip.forEach(port -> command.add("-retry-join=127.0.0.1:" + port));
            TestConsul agent = new TestConsul(run(folder, "agent", command), url(own.get(0)));
            TestConsulCluster cluster = new TestConsulCluster(servers, agent);
            for (Server server : servers) {
                server.start();
            }
            agent.awaitLeader();
            return cluster;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> command(Path folder, String name, List<Integer> ports) {
        return new ArrayList<>(List.of(
                TestConsul.binary().toString(),
                "agent",
                "-node=" + name,
                "-data-dir=" + folder.resolve("consul-" + name),
                "-bind=127.0.0.1",
                "-client=127.0.0.1",
                "-log-level=warn",
                "-disable-host-node-id",
                "-retry-interval=1s",
                "-rejoin",
                "-http-port=" + ports.get(0),
                "-server-port=" + ports.get(1),
                "-serf-lan-port=" + ports.get(2),
                "-serf-wan-port=-1",
                "-dns-port=-1",
                "-grpc-port=-1",
                "-hcl=performance { raft_multiplier = 1 }",
                "-hcl=disable_update_check = true"));
    }

    private static Process run(Path folder, String name, List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("consul-" + name + ".log").toFile()))
                .start();
    }

    private static URI url(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Through which the cluster is asked. */
    TestConsul agent() {
        return agent;
    }

    /** SIGKILL of the leader and of one more: the one that is left cannot decide anything. Returns those that were killed. */
    List<Server> killMost() throws InterruptedException {
        String leader = agent.get("/v1/status/leader");
        List<Server> order = new ArrayList<>(servers);
        order.sort(java.util.Comparator.comparing(server -> !leader.contains(":" + server.rpcPort() + "\"")));
        List<Server> killed = order.subList(0, SERVERS / 2 + 1);
        for (Server server : killed) {
            server.kill();
        }
        return killed;
    }

    /** One that was not killed, to be asked directly. */
    URI survivor() {
        return servers.stream()
                .filter(Server::isAlive)
                .map(server -> url(server.httpPort))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        agent.close();
        for (Server server : servers) {
            try {
                server.kill();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** One of the servers; its data outlive its process. */
    static final class Server {
        private final Path folder;
        private final int number;
        private final int httpPort;
        private final List<String> command;
        private @org.jspecify.annotations.Nullable Process process;

        private Server(Path folder, int number, int httpPort, List<String> command) {
            this.folder = folder;
            this.number = number;
            this.httpPort = httpPort;
            this.command = command;
        }

        void start() throws IOException {
            process = run(folder, "server" + number, command);
        }

        void kill() throws InterruptedException {
            if (process != null) {
                process.destroyForcibly().waitFor();
            }
        }

        boolean isAlive() {
            return process != null && process.isAlive();
        }

        private String rpcPort() {
            return command.stream()
                    .filter(argument -> argument.startsWith("-server-port="))
                    .map(argument -> argument.substring("-server-port=".length()))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
