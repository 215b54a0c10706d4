package dev.parallax.puppetconsul.state;

import java.util.List;

/** A question for what holds ports of a host, and what its Consul agent has registered there. */
public record SurveyRequest(List<Integer> ports) {}
