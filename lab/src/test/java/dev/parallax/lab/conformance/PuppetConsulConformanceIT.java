package dev.parallax.lab.conformance;

import dev.parallax.lab.Side;

final class PuppetConsulConformanceIT extends LabConformance {
    PuppetConsulConformanceIT() {
        super(Side.PUPPET_CONSUL);
    }
}
