package dev.parallax.lab.kubernetes;

import java.util.Locale;
import java.util.Map;

/** The timers that decide how soon the cluster notices and answers. */
public enum TimerProfile {
    /** The shortest timers that a careful operator would choose for a cluster of this size. */
    TUNED,
    /** What Kubernetes does when nobody sets a timer. */
    DEFAULT;

    private static final String SECOND = "operator: Exists, effect: NoExecute, tolerationSeconds: 1";

    /** The name in options and reports: {@code tuned} or {@code default}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The profile of that {@link #id()}; an {@link IllegalArgumentException} names the choices. */
    public static TimerProfile of(String id) {
        for (TimerProfile profile : values()) {
            if (profile.id().equals(id)) {
                return profile;
            }
        }
        throw new IllegalArgumentException("no such profile: " + id + "; the profiles are tuned and default");
    }

    /** Values of the templates' variables. */
    Map<String, String> settings() {
        return switch (this) {
            case TUNED ->
                Map.of(
                        "controller-manager.timers",
                        "--node-monitor-period=500ms --node-monitor-grace-period=5s",
                        "kubelet.nodeStatusUpdateFrequency",
                        "1s",
                        "kubelet.nodeLeaseDurationSeconds",
                        "4",
                        // kube-proxy takes 0s for "not set", which is 1s.
                        "kube-proxy.minSyncPeriod",
                        "1ms",
                        "tolerations",
                        "[{key: node.kubernetes.io/not-ready, " + SECOND + "}, {key: node.kubernetes.io/unreachable, "
                                + SECOND + "}]");
            case DEFAULT ->
                Map.of(
                        "controller-manager.timers", "",
                        "kubelet.nodeStatusUpdateFrequency", "10s",
                        "kubelet.nodeLeaseDurationSeconds", "40",
                        "kube-proxy.minSyncPeriod", "1s",
                        "tolerations", "[]");
        };
    }
}
