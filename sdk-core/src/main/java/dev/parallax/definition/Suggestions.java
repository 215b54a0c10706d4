package dev.parallax.definition;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds what was probably meant by a word that is not known. */
public final class Suggestions {
    private static final int LONGEST = 100;
    private static final int MOST_COMPARED = 500;
    private static final int MOST_LISTED = 30;

    private Suggestions() {}

    /** "did you mean 'x'?", or {@code otherwise} when nothing is near. */
    static String orElse(String word, Collection<String> known, String otherwise) {
        return closest(word, known).map(near -> "did you mean '" + near + "'?").orElse(otherwise);
    }

    /** "did you mean 'x'?", or the list of what is known. */
    public static String orList(String word, Collection<String> known, String what) {
        return orElse(word, known, known.isEmpty() ? "describe it first" : "known " + what + "s are " + list(known));
    }

    /** Names in a row; the first of them where there are very many. */
    static String list(Collection<String> names) {
        return names.stream().limit(MOST_LISTED).collect(Collectors.joining(", "))
                + (names.size() > MOST_LISTED ? " and " + (names.size() - MOST_LISTED) + " more" : "");
    }

    /** The known word that is nearest, when it is near: a third of the letters may be wrong, and one always. */
    public static Optional<String> closest(String word, Collection<String> known) {
        if (word.length() > LONGEST || known.size() > MOST_COMPARED) {
            return Optional.empty();
        }
        String lower = word.toLowerCase(Locale.ROOT);
        int most = Math.max(1, word.length() / 3);
        @Nullable String nearest = null;
        int least = most + 1;
        for (String candidate : known) {
            if (Math.abs(candidate.length() - word.length()) < least) {
                int distance = distance(lower, candidate.toLowerCase(Locale.ROOT));
                if (distance < least) {
                    least = distance;
                    nearest = candidate;
                }
            }
        }
        return Optional.ofNullable(nearest);
    }

    /** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + cost);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
