package dev.parallax.cli;

import java.util.Locale;

/** Constants of the program as a person reads them. */
final class Words {
    private Words() {}

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
