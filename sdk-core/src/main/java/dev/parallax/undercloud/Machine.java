package dev.parallax.undercloud;

import dev.parallax.model.ByteSize;
import dev.parallax.model.Cpu;
import java.util.Map;
import java.util.Optional;

/** A machine of an inventory. One that does not say how much it has is taken to have enough. */
record Machine(String name, String address, Map<String, String> labels, Optional<Cpu> cpu, Optional<ByteSize> memory) {
    /** Why it does not do for a request; empty where it does. */
    Optional<String> misfit(HostRequest request) {
        for (Map.Entry<String, String> label : request.labels().entrySet()) {
            if (!label.getValue().equals(labels.get(label.getKey()))) {
                return Optional.of("has not the label " + label.getKey() + "=" + label.getValue());
            }
        }
        if (cpu.isPresent()
                && request.cpu()
                        .filter(least -> least.millis() > cpu.get().millis())
                        .isPresent()) {
            return Optional.of("has only " + cpu.get() + " of cpu");
        }
        if (memory.isPresent()
                && request.memory()
                        .filter(least -> least.bytes() > memory.get().bytes())
                        .isPresent()) {
            return Optional.of("has only " + memory.get() + " of memory");
        }
        return Optional.empty();
    }
}
