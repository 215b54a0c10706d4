package dev.parallax.puppetconsul;

import dev.parallax.backend.BackendException;
import dev.parallax.backend.RemoveHostOptions.Machine;
import dev.parallax.puppetconsul.consul.Consul;
import dev.parallax.puppetconsul.consul.ConsulAdministration;
import dev.parallax.puppetconsul.consul.ConsulAdministration.Member;
import dev.parallax.puppetconsul.consul.ConsulAdministration.Policy;
import dev.parallax.puppetconsul.consul.ConsulAdministration.Token;
import dev.parallax.puppetconsul.consul.ConsulException;
import dev.parallax.puppetconsul.consul.KvEntry;
import dev.parallax.puppetconsul.consul.KvOperation;
import dev.parallax.puppetconsul.consul.Since;
import dev.parallax.puppetconsul.host.ConsulPolicies;
import dev.parallax.puppetconsul.state.Keys;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What Consul has of a host beside what a controller goes by: its mark, questions to it, its policy and token, its node. */
final class HostTraces {
    private final Consul consul;
    private final ConsulAdministration operator;
    private final FleetHosts hosts;
    private final String host;

    HostTraces(Consul consul, ConsulAdministration operator, FleetHosts hosts, String host) {
        this.consul = consul;
        this.hosts = hosts;
        this.operator = operator;
        this.host = host;
    }

    /** Of a lost machine, its node alone is one: it may have been removed before, when its agent still ran. */
    boolean areThere(Machine machine) {
        return readablePolicy().isPresent()
                || (machine == Machine.LOST
                        && operator.member(host)
                                .filter(member -> !member.alive() && !member.server())
                                .isPresent())
                || hosts.isMarked(host)
                || !consul.entries(Keys.requests(host), Since.NOW).value().isEmpty();
    }

    /** A session belongs to the node of an agent, and ends with it: nobody would lead. */
    void requireNotTheLeadersOwn() {
        consul.entry(Keys.LEADER)
                .flatMap(KvEntry::session)
                .flatMap(operator::nodeOfSession)
                .filter(host::equals)
                .ifPresent(node -> {
                    throw new BackendException("the leading controller talks to the Consul agent of host " + host
                            + "; stop that controller and start one elsewhere first");
                });
    }

    /** Removes all; what stays, and why. */
    List<String> remove() {
        hosts.forget(host);
        consul.commit(List.of(new KvOperation.RemoveTree(Keys.requests(host))));
        List<String> left = new ArrayList<>(removeTokens());
        removeNode().ifPresent(left::add);
        return left;
    }

    private List<String> removeTokens() {
        List<String> left = new ArrayList<>();
        policy().ifPresent(policy -> {
            for (Token token : operator.tokensOf(policy)) {
                if (token.single()) {
                    operator.removeToken(token);
                } else {
                    left.add("the token with accessor " + token.accessor()
                            + " has other rights too, and stays without those of " + policy.name());
                }
            }
            operator.removePolicy(policy);
        });
        return left;
    }

    private Optional<Policy> readablePolicy() {
        try {
            return policy();
        } catch (ConsulException e) {
            throw new BackendException(
                    "removing host " + host
                            + " takes a token by the rules of operator.hcl (`parallax render --rbac` writes"
                            + " them), as it removes tokens and nodes: " + e.getMessage(),
                    e);
        }
    }

    /** As {@code host add} has it named, and no other of that name. */
    private Optional<Policy> policy() {
        return operator.policy(ConsulPolicies.hostName(host))
                .filter(policy -> policy.rules().contains("\"" + Keys.hostReport(host) + "\""));
    }

    /** An agent that answers is its owner's; without the settings of a host its node is none. */
    private Optional<String> removeNode() {
        Optional<Member> member = operator.member(host);
        if (member.filter(Member::alive).isPresent()) {
            return Optional.of("its Consul agent runs, without a token by " + ConsulPolicies.hostName(host)
                    + "; give it another, or have it leave (`consul leave` there)");
        }
        if (member.filter(Member::server).isPresent()) {
            return Optional.of("its Consul agent is one of the servers, and stays a member: `consul operator raft"
                    + " list-peers` shows whether it may go");
        }
        if (member.isPresent()) {
            operator.forgetMember(host);
        }
        if (operator.hasNode(host)) {
            operator.removeNode(host);
        }
        return Optional.empty();
    }
}
