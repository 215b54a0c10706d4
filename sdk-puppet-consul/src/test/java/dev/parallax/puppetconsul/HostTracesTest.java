package dev.parallax.puppetconsul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallax.backend.BackendException;
import dev.parallax.backend.RemoveHostOptions.Machine;
import dev.parallax.puppetconsul.consul.Consul;
import dev.parallax.puppetconsul.consul.ConsulAdministration;
import dev.parallax.puppetconsul.consul.Indexed;
import dev.parallax.puppetconsul.consul.KvEntry;
import dev.parallax.puppetconsul.host.ConsulPolicies;
import dev.parallax.puppetconsul.state.Keys;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is taken away with a host, and what is not, though it looks alike. */
class HostTracesTest {
    private static final String HOST = "web7";

    private final Map<String, KvEntry> entries = new TreeMap<>();
    private final List<String> done = new ArrayList<>();
    private final Operator operator = new Operator();

    private HostTraces traces() {
        Consul consul = (Consul) Proxy.newProxyInstance(
                HostTracesTest.class.getClassLoader(),
                new Class<?>[] {Consul.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "entry" -> Optional.ofNullable(entries.get(String.valueOf(arguments[0])));
                    case "entries" -> new Indexed<>(List.of(), 1);
                    case "commit" -> OptionalLong.of(1);
                    default -> throw new AssertionError(method);
                });
        Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
        return new HostTraces(
                consul,
                operator,
                new FleetHosts(consul, clock, () -> {
                    throw new AssertionError("the fleet is not looked at");
                }),
                HOST);
    }

    private void policy(String rules) {
        operator.policy = Optional.of(new ConsulAdministration.Policy("p1", "parallax-" + HOST, rules));
    }

    @Test
    void tokensThatWereMadeForAHostGoAndThoseWithOtherRightsStay() {
        policy(ConsulPolicies.host(HOST));
        operator.tokens =
                List.of(new ConsulAdministration.Token("own", true), new ConsulAdministration.Token("shared", false));

        List<String> left = traces().remove();

        assertThat(done).containsExactly("remove token own", "remove policy p1");
        assertThat(left).singleElement().asString().contains("accessor shared", "parallax-web7");
    }

    @Test
    void aPolicyOfThatNameWithOtherRulesIsSomebodyElses() {
        policy(ConsulPolicies.controller("any"));

        assertThat(traces().areThere(Machine.DRAINED)).isFalse();
        assertThat(traces().remove()).isEmpty();
        assertThat(done).isEmpty();
    }

    @Test
    void aNodeWhoseAgentAnswersStaysAndIsNamed() {
        operator.member = Optional.of(new ConsulAdministration.Member(HOST, true, false));
        operator.node = true;

        assertThat(traces().remove()).singleElement().asString().contains("its Consul agent runs");
        assertThat(done).isEmpty();
    }

    @Test
    void aNodeWhoseAgentIsGoneIsForgotten() {
        operator.member = Optional.of(new ConsulAdministration.Member(HOST, false, false));
        operator.node = true;

        assertThat(traces().areThere(Machine.DRAINED)).isFalse();
        assertThat(traces().areThere(Machine.LOST)).isTrue();
        assertThat(traces().remove()).isEmpty();
        assertThat(done).containsExactly("forget member web7", "remove node web7");
    }

    @Test
    void oneOfConsulsServersIsNotForgotten() {
        operator.member = Optional.of(new ConsulAdministration.Member(HOST, false, true));
        operator.node = true;

        assertThat(traces().remove()).singleElement().asString().contains("one of the servers");
        assertThat(done).isEmpty();
    }

    @Test
    void theHostWhoseAgentTheLeaderTalksToIsRefused() {
        entries.put(Keys.LEADER, new KvEntry(Keys.LEADER, "a controller", 1, Optional.of("s1")));
        operator.sessions = Map.of("s1", "web8");
        traces().requireNotTheLeadersOwn();

        operator.sessions = Map.of("s1", HOST);
        assertThatThrownBy(() -> traces().requireNotTheLeadersOwn())
                .isInstanceOf(BackendException.class)
                .hasMessageContaining(HOST)
                .hasMessageContaining("start one elsewhere first");
    }

    /** Consul for an operator, as far as it is asked here. */
    private final class Operator implements ConsulAdministration {
        private Optional<Policy> policy = Optional.empty();
        private List<Token> tokens = List.of();
        private Optional<Member> member = Optional.empty();
        private boolean node;
        private Map<String, String> sessions = Map.of();

        @Override
        public Optional<Policy> policy(String name) {
            return policy.filter(found -> found.name().equals(name));
        }

        @Override
        public List<Token> tokensOf(Policy wanted) {
            return tokens;
        }

        @Override
        public void removeToken(Token token) {
            done.add("remove token " + token.accessor());
        }

        @Override
        public void removePolicy(Policy removed) {
            done.add("remove policy " + removed.id());
        }

        @Override
        public Optional<Member> member(String name) {
            return member;
        }

        @Override
        public boolean hasNode(String name) {
            return node;
        }

        @Override
        public void forgetMember(String name) {
            done.add("forget member " + name);
        }

        @Override
        public void removeNode(String name) {
            done.add("remove node " + name);
        }

        @Override
        public Optional<String> nodeOfSession(String session) {
            return Optional.ofNullable(sessions.get(session));
        }
    }
}
