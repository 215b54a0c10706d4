package dev.parallax.cli;

import java.math.BigDecimal;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A share as one types it: {@code 5%}; more than nothing and less than all. */
record Percent(BigDecimal number) {
    static Percent of(String text) {
        String digits = text.endsWith("%") ? text.substring(0, text.length() - 1) : text;
        if (digits.matches("\\d{1,2}(\\.\\d{1,3})?")) {
            BigDecimal number = new BigDecimal(digits);
            if (number.signum() > 0) {
                return new Percent(number);
            }
        }
        throw new IllegalArgumentException(
                "'" + text + "' is no share; write a percentage above 0 and below 100, such as 5%");
    }

    double share() {
        return number.movePointLeft(2).doubleValue();
    }

    @Override
    public String toString() {
        return number.toPlainString() + "%";
    }

    static final class Converter implements ITypeConverter<Percent> {
        @Override
        public Percent convert(String text) {
            try {
                return of(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }
}
