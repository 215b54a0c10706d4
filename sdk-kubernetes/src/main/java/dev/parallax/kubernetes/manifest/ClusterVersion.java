package dev.parallax.kubernetes.manifest;

import dev.parallax.backend.InvalidSettingException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which minor version of Kubernetes 1 manifests are for: an older one refuses a pod with a field that it does not know. */
public record ClusterVersion(int minor) {
    /** The oldest that is supported. */
    public static final int OLDEST_MINOR = 28;

    /** One that knows every field. */
    public static final ClusterVersion CURRENT = new ClusterVersion(Integer.MAX_VALUE);

    private static final int SLEEP_SINCE = 30;
    private static final int STOP_SIGNAL_SINCE = 33;
    private static final Pattern WRITTEN = Pattern.compile("v?1\\.(\\d{1,4})(\\.\\d+)?([-+].*)?");

    /** Reads {@code 1.28}, {@code 1.28.3} or {@code v1.28.3+k3s1}. */
    public static ClusterVersion of(String text) {
        Matcher written = WRITTEN.matcher(text);
        if (!written.matches()) {
            throw new InvalidSettingException(
                    "kubernetes: '" + text + "' is no version of Kubernetes; write one such as 1." + OLDEST_MINOR);
        }
        int minor = Integer.parseInt(written.group(1));
        if (minor < OLDEST_MINOR) {
            throw new InvalidSettingException(
                    "kubernetes: the version is " + text + "; 1." + OLDEST_MINOR + " or later is needed");
        }
        return new ClusterVersion(minor);
    }

    /** Whether a kubelet can sleep before it stops a container. */
    boolean sleeps() {
        return minor >= SLEEP_SINCE;
    }

    /** Whether a container may name the signal that stops it. */
    boolean namesStopSignal() {
        return minor >= STOP_SIGNAL_SINCE;
    }
}
