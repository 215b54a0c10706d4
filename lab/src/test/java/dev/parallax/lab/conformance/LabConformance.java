package dev.parallax.lab.conformance;

import dev.parallax.backend.Backend;
import dev.parallax.comparison.Testbed;
import dev.parallax.lab.Lab;
import dev.parallax.lab.LabSettings;
import dev.parallax.lab.Side;
import dev.parallax.lab.image.PrintedProgress;
import dev.parallax.testkit.BackendConformance;
import dev.parallax.testkit.HostFaults;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The conformance kit on one side of the lab, which stays up for the tests that follow. */
@ExtendWith(LabConformance.Closing.class)
abstract class LabConformance extends BackendConformance {
    private final Side side;
    private @Nullable Lab lab;
    private @Nullable Testbed testbed;

    LabConformance(Side side) {
        this.side = side;
    }

    @Override
    public final synchronized Backend backend() {
        return testbed().backend();
    }

    private synchronized Testbed testbed() {
        if (testbed == null) {
            lab = Lab.open(LabSettings.defaults().with(new PrintedProgress()));
            lab.up(List.of(side));
            testbed = lab.testbed(side);
        }
        return testbed;
    }

    @Override
    public final Optional<HostFaults> hostFaults() {
        return Optional.of(new HostFaults() {
            @Override
            public void lose(String host) {
                uninterrupted(() -> testbed().stopHost(host));
            }

            @Override
            public void giveBack(String host) {
                uninterrupted(() -> testbed().restoreHost(host));
            }
        });
    }

    /** Closes the testbed after the kit has deleted what it deployed: callbacks come after methods. */
    static final class Closing implements AfterAllCallback {
        @Override
        public void afterAll(ExtensionContext context) {
            LabConformance test = (LabConformance) context.getRequiredTestInstance();
            if (test.testbed != null) {
                test.testbed.close();
            }
            if (test.lab != null) {
                test.lab.close();
            }
        }
    }

    private interface Interruptible {
        void run() throws InterruptedException;
    }

    private static void uninterrupted(Interruptible work) {
        try {
            work.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
