package dev.parallax.cli;

import dev.parallax.lab.Side;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Sides are written as everywhere else: {@code kubernetes}, {@code puppet-consul}. */
final class SideConverter implements ITypeConverter<Side> {
    @Override
    public Side convert(String text) {
        List<String> known = Stream.of(Side.values()).map(Side::id).toList();
        if (!known.contains(text)) {
            throw new TypeConversionException(UsageErrors.noSuch("side", text, known));
        }
        return Side.of(text);
    }
}
