package dev.parallax.puppetconsul.state;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The IPv4 addresses services are given: those of a network, without its first and last. */
public record AddressRange(int network, int prefixLength) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");

    /** Of a fleet for which nobody said another one. */
    public static final AddressRange DEFAULT = parse("10.78.128.0/24");
    /** The same for addresses of public services. */
    public static final AddressRange DEFAULT_PUBLIC = parse("10.78.200.0/24");

    /** Reads {@code 10.78.128.0/24}; anything else is an {@link IllegalArgumentException}. */
    public static AddressRange parse(String text) {
        Matcher form = FORM.matcher(text.trim());
        if (!form.matches()) {
            throw notARange(text);
        }
        int address = 0;
        for (int part = 1; part <= 4; part++) {
            int octet = Integer.parseInt(form.group(part));
            if (octet > 255) {
                throw notARange(text);
            }
            address = address << 8 | octet;
        }
        int length = Integer.parseInt(form.group(5));
        if (length < 8 || length > 30) {
            throw notARange(text);
        }
        return new AddressRange(address & -1 << (32 - length), length);
    }

    private static IllegalArgumentException notARange(String text) {
        return new IllegalArgumentException("not a range of addresses: '" + text + "'; write 10.78.128.0/24");
    }

    /** The lowest address that is not taken; empty when all are. */
    public Optional<String> firstFree(Set<String> taken) {
        int size = 1 << (32 - prefixLength);
        for (int offset = 1; offset < size - 1; offset++) {
            String address = text(network + offset);
            if (!taken.contains(address)) {
                return Optional.of(address);
            }
        }
        return Optional.empty();
    }

    private static String text(int address) {
        return (address >>> 24) + "." + (address >>> 16 & 255) + "." + (address >>> 8 & 255) + "." + (address & 255);
    }

    @Override
    public String toString() {
        return text(network) + "/" + prefixLength;
    }
}
