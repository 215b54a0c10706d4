package dev.parallax.puppetconsul.state;

import java.util.regex.Pattern;

/**
 * The virtual router that the hosts of a fleet's edge are together, by its number in VRRP ({@code virtual_router_id}): two fleets with the same
 * number on one network segment are one router to VRRP, and whoever wins the election has what both want.
 */
public record VirtualRouter(int id) {
    /** Of a fleet for which nobody said another one. */
    public static final VirtualRouter DEFAULT = new VirtualRouter(51);

    private static final Pattern FORM = Pattern.compile("\\d{1,3}");
    private static final int HIGHEST = 255;

    /** A number that VRRP does not have is an {@link IllegalArgumentException}. */
    public VirtualRouter {
        if (id < 1 || id > HIGHEST) {
            throw notARouter(Integer.toString(id));
        }
    }

    /** Reads a number from 1 to 255; anything else is an {@link IllegalArgumentException}. */
    public static VirtualRouter parse(String text) {
        if (!FORM.matcher(text.strip()).matches()) {
            throw notARouter(text);
        }
        return new VirtualRouter(Integer.parseInt(text.strip()));
    }

    private static IllegalArgumentException notARouter(String text) {
        return new IllegalArgumentException(
                "not the number of a virtual router: '" + text + "'; write one from 1 to 255, such as 51");
    }
}
