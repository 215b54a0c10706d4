package dev.parallax.comparison.statistics;

import java.util.Arrays;

/**
 * The exact distribution of a rank sum with ties, given the ties: how many ways there are to draw the first sample out of all values, by
 * the sum of its ranks. Counted value by value (B. Streitberg and J. Röhmel, "Exact Distributions for Permutation and Rank Tests", Statistical
 * Software Newsletter 12 (1986)).
 */
final class TiedRanks {
    private TiedRanks() {}

    /** {@code sorted}: all values, those of {@code first} among them. Two-sided: sums at least as far from the mean on either side. */
    static double pValue(double[] first, double[] sorted) {
        int[] doubled = doubledRanks(sorted);
        int sum = 0;
        for (double value : first) {
            sum += doubled[Arrays.binarySearch(sorted, value)];
        }
        double[] ways = ways(doubled, first.length);
        int mean = first.length * (sorted.length + 1);
        int distance = Math.abs(sum - mean);
        double all = 0;
        double far = 0;
        for (int s = 0; s < ways.length; s++) {
            all += ways[s];
            far += Math.abs(s - mean) >= distance ? ways[s] : 0;
        }
        return far / all;
    }

    /** Twice the mean rank of each value among those that are equal to it: whole numbers. */
    private static int[] doubledRanks(double[] sorted) {
        int[] doubled = new int[sorted.length];
        for (int from = 0; from < sorted.length; ) {
            int to = from;
            while (to + 1 < sorted.length && sorted[to + 1] == sorted[from]) {
                to++;
            }
            Arrays.fill(doubled, from, to + 1, from + to + 2);
            from = to + 1;
        }
        return doubled;
    }

    /** How many ways there are to have each sum with {@code size} of the ranks. */
    private static double[] ways(int[] doubled, int size) {
        int most = Arrays.stream(doubled).sum();
        double[][] ways = new double[size + 1][most + 1];
        ways[0][0] = 1;
        for (int rank : doubled) {
            for (int k = size; k > 0; k--) {
                for (int s = most; s >= rank; s--) {
                    ways[k][s] += ways[k - 1][s - rank];
                }
            }
        }
        return ways[size];
    }
}
