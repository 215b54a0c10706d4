package dev.parallax.cli;

import dev.parallax.lab.Profiles;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Profiles by their names in reports. */
final class ProfilesConverter implements ITypeConverter<Profiles> {
    @Override
    public Profiles convert(String text) {
        try {
            return Profiles.of(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
