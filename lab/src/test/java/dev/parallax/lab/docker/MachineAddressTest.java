package dev.parallax.lab.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallax.lab.LabException;
import dev.parallax.lab.Side;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MachineAddressTest {
    private static final NetworkSpec NETWORK =
            NetworkSpec.of("parallax-kubernetes", Side.KUBERNETES, "10.77.0.0/16", "10.77.0.1");

    private static MachineAddress address(String device, String address, int prefix) {
        try {
            return new MachineAddress(device, InetAddress.getByName(address), prefix);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static void require(MachineAddress... addresses) {
        Docker.requireAlone(NETWORK, List.of(addresses), "br-000000000001");
    }

    @Test
    void networksBesideThatOfTheLabAreNothingToIt() {
        assertThatCode(() -> require(
                        address("lo", "127.0.0.1", 8),
                        address("br-000000000001", "10.77.0.1", 16),
                        address("br-000000000002", "10.78.0.1", 16),
                        address("tun0", "10.8.0.2", 8)))
                .doesNotThrowAnyException();
    }

    @Test
    void namesTheBridgeThatAnEngineLeft() {
        assertThatThrownBy(() -> require(address("br-97cf6d160ac5", "10.77.0.1", 16)))
                .isInstanceOf(LabException.class)
                .hasMessage("this machine has br-97cf6d160ac5 with 10.77.0.1/16, and the lab's network"
                        + " parallax-kubernetes is 10.77.0.0/16, so that its hosts would be out of reach; if `docker"
                        + " network ls` knows no network 97cf6d160ac5, it is left of an engine that is gone: restart"
                        + " the machine, or remove it, `ip link delete br-97cf6d160ac5`, and the rules that name it,"
                        + " `iptables-save | grep br-97cf6d160ac5`");
    }

    @Test
    void namesAnotherInterfaceInIt() {
        assertThatThrownBy(() -> require(address("tun0", "10.77.200.9", 24)))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("tun0 with 10.77.200.9/24")
                .hasMessageEndingWith("; take that address away while the lab is up");
    }

    @Test
    void readsThoseOfThisMachine() {
        assertThat(MachineAddress.all()).extracting(MachineAddress::toString).contains("lo with 127.0.0.1/8");
    }
}
