package dev.parallax.cli;

import dev.parallax.lab.kubernetes.TimerProfile;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Profiles by their names in reports. */
final class TimerProfileConverter implements ITypeConverter<TimerProfile> {
    @Override
    public TimerProfile convert(String text) {
        try {
            return TimerProfile.of(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
