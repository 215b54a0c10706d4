package dev.parallax.comparison.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Files that are written together: each is whole beside its place, and what it replaces is copied, before the first is put there. At every
 * moment each place has its earlier file or its new one; a failure puts the earlier ones back and leaves nothing else.
 */
final class WholeFiles {
    private final Map<Path, String> texts;

    /** Their texts by their places, all of them in folders that are there. */
    WholeFiles(Map<Path, String> texts) {
        this.texts = new TreeMap<>(texts);
    }

    /** What cannot be written is a {@link ReportException}. */
    void write() {
        List<Path> scratch = new ArrayList<>();
        Map<Path, Path> earlier = new LinkedHashMap<>();
        List<Path> placed = new ArrayList<>();
        Path current = texts.keySet().iterator().next();
        try {
            for (Map.Entry<Path, String> text : texts.entrySet()) {
                current = text.getKey();
                scratch.add(beside(current, "unfinished"));
                Files.writeString(beside(current, "unfinished"), text.getValue(), StandardCharsets.UTF_8);
                if (Files.isRegularFile(current)) {
                    scratch.add(beside(current, "earlier"));
                    Files.copy(current, beside(current, "earlier"), StandardCopyOption.REPLACE_EXISTING);
                    earlier.put(current, beside(current, "earlier"));
                }
            }
            for (Path file : texts.keySet()) {
                current = file;
                Files.move(beside(file, "unfinished"), file, StandardCopyOption.ATOMIC_MOVE);
                placed.add(file);
            }
        } catch (IOException e) {
            String kept = takeBack(placed, earlier);
            throw new ReportException(current + " cannot be written" + why(e) + kept, e);
        } finally {
            scratch.forEach(WholeFiles::discard);
        }
    }

    /** Says what is there afterwards. */
    private static String takeBack(List<Path> placed, Map<Path, Path> earlier) {
        for (Path file : placed) {
            Path before = earlier.get(file);
            try {
                if (before == null) {
                    Files.deleteIfExists(file);
                } else {
                    Files.move(before, file, StandardCopyOption.ATOMIC_MOVE);
                }
            } catch (IOException e) {
                return "; " + file + " is new already and could not be taken back: " + e.getMessage();
            }
        }
        return earlier.isEmpty() ? "" : "; the earlier report is as it was";
    }

    private static void discard(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // Nothing of the report is lost by what stays beside it.
        }
    }

    private static String why(IOException e) {
        if (e instanceof NoSuchFileException) {
            return ": its folder is not there";
        }
        if (e instanceof FileSystemException file) {
            return file.getReason() == null
                    ? ": " + file.getClass().getSimpleName().replace("Exception", "")
                    : ": " + file.getReason();
        }
        // A full disk is told without the file.
        return ": " + e.getMessage();
    }

    private static Path beside(Path file, String what) {
        return file.resolveSibling(file.getFileName() + "." + what);
    }
}
