package dev.parallax.puppetconsul.placement;

import java.util.Map;
import java.util.TreeMap;

/** A replica that has no place, and why each host was refused. */
public record Refusal(String app, String replica, Map<String, String> reasons) {
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(replica).append(" has no host: ");
        if (reasons.isEmpty()) {
            return text.append("the fleet has none").toString();
        }
        new TreeMap<>(reasons)
                .forEach((host, reason) ->
                        text.append(host).append(" ").append(reason).append(", "));
        return text.substring(0, text.length() - 2);
    }
}
