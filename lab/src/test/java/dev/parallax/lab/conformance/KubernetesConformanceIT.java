package dev.parallax.lab.conformance;

import dev.parallax.lab.Side;

final class KubernetesConformanceIT extends LabConformance {
    KubernetesConformanceIT() {
        super(Side.KUBERNETES);
    }
}
