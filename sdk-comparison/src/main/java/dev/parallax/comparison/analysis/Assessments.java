package dev.parallax.comparison.analysis;

import dev.parallax.comparison.statistics.Block;
import dev.parallax.comparison.statistics.Criteria;
import dev.parallax.comparison.statistics.Family;
import dev.parallax.comparison.statistics.Judgement;
import dev.parallax.comparison.statistics.Observation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What the figures of two sides show together: one family, in the order of the summaries, by {@code criteria}. None without two sides and two runs.
 *
 * @param tested how many have the runs that a verdict takes: it is for so many together that differences are found
 * @param leastRuns of each side, with which each of so many could be decided either way; without any that are tested, each of all
 */
public record Assessments(Criteria criteria, int tested, int leastRuns, List<Assessment> all) {
    public Assessments {
        all = List.copyOf(all);
    }

    static Assessments of(List<String> sides, int runs, List<Summary> summaries, Criteria criteria) {
        Map<Cell, List<Summary>> cells = new LinkedHashMap<>();
        if (sides.size() == 2 && runs > 1) {
            for (Summary summary : summaries) {
                cells.computeIfAbsent(Cell.of(summary), cell -> new ArrayList<>())
                        .add(summary);
            }
            // Where circumstances are told apart, all together would be a mixture.
            cells.keySet()
                    .removeIf(cell -> cell.circumstance == Circumstance.ANY
                            && cells.containsKey(new Cell(cell.scenario, cell.metric, Circumstance.ADDRESS_HELD)));
        }
        List<Judgement> judgements = Family.judged(
                cells.values().stream().map(cell -> blocks(cell, sides)).toList(), criteria);
        List<Assessment> all = new ArrayList<>();
        for (Cell cell : cells.keySet()) {
            all.add(new Assessment(cell.scenario, cell.metric, cell.circumstance, judgements.get(all.size())));
        }
        int tested = (int) judgements.stream()
                .filter(judgement -> judgement.adjusted().isPresent())
                .count();
        return new Assessments(criteria, tested, Family.leastRuns(tested > 0 ? tested : all.size(), criteria), all);
    }

    public Optional<Assessment> of(String scenario, Metric metric, Circumstance circumstance) {
        return all.stream()
                .filter(assessment -> assessment.scenario().equals(scenario)
                        && assessment.metric() == metric
                        && assessment.circumstance() == circumstance)
                .findFirst();
    }

    private record Cell(String scenario, Metric metric, Circumstance circumstance) {
        static Cell of(Summary summary) {
            return new Cell(summary.scenario(), summary.metric(), summary.circumstance());
        }
    }

    /** The runs of one cell: those in which either side has a figure. */
    private static List<Block> blocks(List<Summary> cell, List<String> sides) {
        TreeSet<Integer> runs = new TreeSet<>();
        cell.forEach(summary -> summary.points().forEach(point -> runs.add(point.run())));
        return runs.stream()
                .map(run -> new Block(observation(cell, sides.get(0), run), observation(cell, sides.get(1), run)))
                .filter(block -> block.first().isPresent() || block.second().isPresent())
                .toList();
    }

    private static Optional<Observation> observation(List<Summary> cell, String side, int run) {
        return cell.stream()
                .filter(summary -> summary.side().equals(side))
                .flatMap(summary -> summary.points().stream())
                .filter(point -> point.run() == run)
                .flatMap(point -> point.measured().observation().stream())
                .findFirst();
    }
}
