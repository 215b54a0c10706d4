package dev.parallax.lab.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterPkiTest {
    private final Path folder;
    private final ClusterPki first;

    ClusterPkiTest(@TempDir Path folder) {
        this.folder = folder;
        this.first = new ClusterPki(folder, Clock.systemUTC());
    }

    @Test
    void goesOnWithWhatWasKept() {
        Credential server = first.apiServer();
        ClusterPki again = new ClusterPki(folder, Clock.systemUTC());

        assertThat(again.apiServer()).isEqualTo(server);
        assertThat(again.administrator()).isEqualTo(first.administrator());
        assertThat(again.fingerprint()).isEqualTo(first.fingerprint());
        assertThat(again.renewed()).isEmpty();
    }

    @Test
    void makesAPairAnewThatDoesNotMatch() throws Exception {
        Credential server = first.apiServer();
        first.etcdClient();
        copy("apiserver-etcd-client.key", "apiserver.key");
        ClusterPki again = new ClusterPki(folder, Clock.systemUTC());

        assertThat(again.apiServer()).isNotEqualTo(server);
        assertThat(again.renewed()).containsExactly("apiserver");
        assertThat(new ClusterPki(folder, Clock.systemUTC()).apiServer()).isEqualTo(again.apiServer());
    }

    @ParameterizedTest
    @ValueSource(strings = {"crt", "key"})
    void makesAnewWhatIsDamaged(String part) throws Exception {
        Credential server = first.apiServer();
        Path file = folder.resolve("apiserver." + part);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        ClusterPki again = new ClusterPki(folder, Clock.systemUTC());

        assertThat(again.apiServer()).isNotEqualTo(server);
        assertThat(again.renewed()).containsExactly("apiserver");
    }

    @Test
    void makesAnewWhatAnotherAuthorityIssued() throws Exception {
        first.etcdClient();
        copy("apiserver-etcd-client.crt", "apiserver.crt");
        copy("apiserver-etcd-client.key", "apiserver.key");
        ClusterPki again = new ClusterPki(folder, Clock.systemUTC());

        again.apiServer();

        assertThat(again.renewed()).containsExactly("apiserver");
    }

    @Test
    void makesEverythingAnewBeforeItExpires() {
        Credential authority = first.authority();
        first.etcdServer();
        first.serviceAccounts();
        ClusterPki later = new ClusterPki(folder, Clock.offset(Clock.systemUTC(), Duration.ofDays(3640)));

        later.etcdServer();
        later.serviceAccounts();

        assertThat(later.renewed()).containsExactlyInAnyOrder("ca", "etcd-ca", "etcd-server");
        assertThat(later.authority()).isNotEqualTo(authority);
        assertThat(later.fingerprint()).isNotEqualTo(first.fingerprint());
    }

    @Test
    void makesAClusterWithOtherTokenKeysAnotherCluster() throws Exception {
        String before = first.fingerprint();
        Files.writeString(folder.resolve("sa.key"), "no key");
        ClusterPki again = new ClusterPki(folder, Clock.systemUTC());

        assertThat(again.fingerprint()).isNotEqualTo(before);
        assertThat(again.renewed()).containsExactly("sa");
    }

    private void copy(String from, String to) throws IOException {
        Files.write(folder.resolve(to), Files.readAllBytes(folder.resolve(from)));
    }
}
