package dev.parallax.lab.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.comparison.ReplicaRef;
import dev.parallax.comparison.SideFacts;
import dev.parallax.comparison.Testbed;
import dev.parallax.lab.Await;
import dev.parallax.lab.Commands;
import dev.parallax.lab.Lab;
import dev.parallax.lab.LabSettings;
import dev.parallax.lab.OnKubernetes;
import dev.parallax.lab.Places;
import dev.parallax.lab.Side;
import dev.parallax.lab.SideStatus;
import dev.parallax.lab.docker.Docker;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The real cluster: one that is up is used and stays up, otherwise it is brought up and removed again. */
@OnKubernetes
class KubernetesSideIT {
    private static final String APPLICATION = "lab-it";
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

    private static Lab lab;
    private static boolean wasUp;
    private static Testbed testbed;
    private static KubernetesClient client;

    @BeforeAll
    static void bringUp() throws Exception {
        lab = Lab.open(LabSettings.defaults());
        wasUp = status().state() == SideStatus.State.UP;
        lab.up(List.of(Side.KUBERNETES));
        testbed = lab.testbed(Side.KUBERNETES);
        testbed.resume();
        String kubeconfig =
                Files.readString(Places.ofThisUser().state(Side.KUBERNETES).resolve("kubeconfig"));
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig))
                .build();
        removeApplication();
        client.load(KubernetesSideIT.class.getResourceAsStream("web.yaml"))
                .items()
                .forEach(object -> client.resource(object).create());
        Await.until("the application is ready", LIMIT, () -> missing(3));
    }

    @AfterAll
    static void leaveAsFound() {
        if (client != null) {
            removeApplication();
            client.close();
        }
        if (testbed != null) {
            testbed.close();
        }
        if (!wasUp) {
            lab.down(List.of(Side.KUBERNETES));
            try (Docker docker = Docker.connect()) {
                assertThat(docker.inventory(Side.KUBERNETES)).isEmpty();
            }
            assertThat(Commands.run("ip", "route")).doesNotContain("10.79.").doesNotContain("10.77.");
            assertThat(Places.ofThisUser().state(Side.KUBERNETES)).doesNotExist();
        }
        lab.close();
    }

    @Test
    void saysThatItIsUp() {
        SideStatus status = status();

        assertThat(status.state()).isEqualTo(SideStatus.State.UP);
        assertThat(status.hosts()).hasSize(5).allMatch(SideStatus.HostStatus::ready);
    }

    @Test
    void changesNothingWhenItIsBroughtUpAgain() {
        String before = uids();

        lab.up(List.of(Side.KUBERNETES));

        assertThat(uids()).isEqualTo(before);
    }

    @Test
    void answersAtAPublicAddressHeldByAWorker() {
        String address = publicAddress();

        Await.until(
                "the public address answers",
                LIMIT,
                () -> get(address, 80).isPresent() ? done() : Optional.of("no answer"));

        assertThat(testbed.publicAddressHolder(address)).get().isIn(testbed.hosts());
    }

    @Test
    void reachesEveryPodFromTheMachine() {
        assertThat(pods()).hasSize(3).allMatch(pod -> get(pod.getStatus().getPodIP(), 8080)
                .filter(name -> name.equals(pod.getMetadata().getName()))
                .isPresent());
    }

    @Test
    void resolvesBareNamesAndReachesServicesByThem() throws Exception {
        assertThat(shell(pods().get(0), "getent hosts web && curl -sS --max-time 5 http://web/"))
                .contains("web." + APPLICATION + ".svc.cluster.local")
                .contains("web-");
    }

    @Test
    void givesClaimsRealStorage() throws Exception {
        Pod store = client.pods().inNamespace(APPLICATION).withName("store-0").get();

        assertThat(shell(store, "echo kept > /data/x && cat /data/x")).isEqualTo("kept\n");
    }

    /** What a command in the pod writes, which has to end well. */
    private static String shell(Pod pod, String command) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ExecWatch running = client.pods()
                .resource(pod)
                .inContainer("web")
                .writingOutput(out)
                .exec("sh", "-c", command)) {
            assertThat(running.exitCode().get(20, TimeUnit.SECONDS)).isZero();
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void restartsAReplicaWhoseProcessesWereKilled() throws Exception {
        Pod victim = pods().get(0);
        int before = restarts(victim);

        testbed.killReplica(replica(victim));

        Await.until("the killed replica is back", LIMIT, () -> {
            Pod now = client.pods()
                    .inNamespace(APPLICATION)
                    .withName(victim.getMetadata().getName())
                    .get();
            return now != null && restarts(now) > before && Nodes.isSettled(now)
                    ? done()
                    : Optional.of("restarts " + (now == null ? "?" : restarts(now)));
        });
    }

    @Test
    void replacesADeletedReplica() throws Exception {
        Pod victim = pods().get(0);

        client.pods().resource(victim).delete();

        Await.until(
                "another replica stands in",
                LIMIT,
                () -> names().contains(victim.getMetadata().getName()) ? Optional.of("it is still there") : missing(3));
    }

    @Test
    void replacesTheReplicasOfALostHostAndTakesItBack() throws Exception {
        String lost = pods().get(0).getSpec().getNodeName();
        try {
            testbed.stopHost(lost);

            Await.until("three replicas run elsewhere", LIMIT, () -> {
                long elsewhere = pods().stream()
                        .filter(pod -> Nodes.isSettled(pod)
                                && !pod.getSpec().getNodeName().equals(lost))
                        .count();
                return elsewhere == 3 ? done() : Optional.of(elsewhere + " of 3");
            });
        } finally {
            testbed.restoreHost(lost);
        }

        assertThat(status().state()).isEqualTo(SideStatus.State.UP);
    }

    @Test
    void sleepsAndWakesWithoutLosingAReplica() throws Exception {
        Set<String> before = names();

        testbed.suspend();
        SideStatus asleep = status();
        testbed.resume();

        assertThat(asleep.state()).isEqualTo(SideStatus.State.SUSPENDED);
        assertThat(names()).isEqualTo(before);
        assertThat(missing(3)).isEmpty();
    }

    @Test
    void tellsVersionsAndTimersOfTheRunningPrograms() {
        SideFacts facts =
                testbed.facts(pods().stream().map(KubernetesSideIT::replica).toList());

        assertThat(facts.versions())
                .containsEntry("kubelet", "v1.35.4")
                .containsEntry("kube-proxy", "v1.35.4")
                .containsEntry("etcd", "3.6.5");
        assertThat(facts.versions().values()).doesNotContain(SideFacts.Timer.NOT_FOUND);
        assertThat(facts.timers()).noneMatch(timer -> timer.value().contains(SideFacts.Timer.NOT_FOUND));
        assertThat(testbed.resources().memoryBytes()).isBetween(200L << 20, 8L << 30);
    }

    private static SideStatus status() {
        return lab.status().stream()
                .filter(status -> status.side() == Side.KUBERNETES)
                .findFirst()
                .orElseThrow();
    }

    private static void removeApplication() {
        client.namespaces().withName(APPLICATION).delete();
        Await.until(
                "the application is gone",
                LIMIT,
                () -> client.namespaces().withName(APPLICATION).get() == null
                        ? done()
                        : Optional.of("its namespace is there"));
    }

    private static Optional<String> missing(int replicas) {
        long ready = pods().stream().filter(Nodes::isSettled).count();
        if (ready != replicas) {
            return Optional.of(ready + " of " + replicas + " replicas are ready");
        }
        Pod store = client.pods().inNamespace(APPLICATION).withName("store-0").get();
        return store != null && Nodes.isSettled(store) ? done() : Optional.of("the store is not ready");
    }

    private static Optional<String> done() {
        return Optional.empty();
    }

    private static List<Pod> pods() {
        return client.pods()
                .inNamespace(APPLICATION)
                .withLabel("app", "web")
                .list()
                .getItems();
    }

    private static Set<String> names() {
        return pods().stream().map(pod -> pod.getMetadata().getName()).collect(Collectors.toSet());
    }

    private static String uids() {
        return Stream.of("kube-system", "metallb-system", "local-path-storage", APPLICATION)
                .flatMap(namespace -> client.pods().inNamespace(namespace).list().getItems().stream())
                .filter(Nodes::isSettled)
                .map(pod -> pod.getMetadata().getUid() + restarts(pod))
                .sorted()
                .collect(Collectors.joining(" "));
    }

    private static int restarts(Pod pod) {
        return pod.getStatus().getContainerStatuses().stream()
                .mapToInt(status -> status.getRestartCount())
                .sum();
    }

    private static String publicAddress() {
        Await.until(
                "the service has a public address",
                LIMIT,
                () -> client.services()
                                .inNamespace(APPLICATION)
                                .withName("web")
                                .get()
                                .getStatus()
                                .getLoadBalancer()
                                .getIngress()
                                .isEmpty()
                        ? Optional.of("it has none")
                        : done());
        return client.services()
                .inNamespace(APPLICATION)
                .withName("web")
                .get()
                .getStatus()
                .getLoadBalancer()
                .getIngress()
                .get(0)
                .getIp();
    }

    private static ReplicaRef replica(Pod pod) {
        return new ReplicaRef(
                APPLICATION, "web", pod.getMetadata().getName(), pod.getSpec().getNodeName());
    }

    private static Optional<String> get(String address, int port) {
        try {
            HttpResponse<String> response = HTTP.send(
                    HttpRequest.newBuilder(URI.create("http://" + address + ":" + port + "/"))
                            .timeout(Duration.ofSeconds(2))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200 ? Optional.of(response.body().strip()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
