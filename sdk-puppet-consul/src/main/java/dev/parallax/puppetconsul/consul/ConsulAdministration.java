package dev.parallax.puppetconsul.consul;

import java.util.List;
import java.util.Optional;

/** What an operator asks of Consul. As of {@link Consul} every call is bounded in time, and a refusal is a {@link ConsulException}. */
public interface ConsulAdministration {
    /** The policy of that name; empty also where Consul has no access control. */
    Optional<Policy> policy(String name);

    /** The tokens that have a policy. */
    List<Token> tokensOf(Policy policy);

    /** Removes a token; one that is gone is fine. */
    void removeToken(Token token);

    /** Removes a policy, also from tokens that have it beside others; one that is gone is fine. */
    void removePolicy(Policy policy);

    /** The agent with this name among the members that gossip. */
    Optional<Member> member(String node);

    /** Whether the catalog has a node of that name. */
    boolean hasNode(String node);

    /** Has a failed member forgotten at once, as one that left. */
    void forgetMember(String node);

    /** Takes a node out of the catalog, with its services and checks. */
    void removeNode(String node);

    /** The node to whose agent a session belongs; empty for one that is not there or may not be seen. */
    Optional<String> nodeOfSession(String session);

    /** Rules of the access control. */
    record Policy(String id, String name, String rules) {}

    /** A token by its accessor, which is no secret; {@code single}: it has that one policy, and nothing else gives it rights. */
    record Token(String accessor, boolean single) {}

    /** An agent; {@code alive}: it takes part in the gossip; {@code server}: it is one of Consul's servers. */
    record Member(String name, boolean alive, boolean server) {}
}
