package dev.parallax.benchmarks;

import dev.parallax.model.Application;
import dev.parallax.plan.Part;
import dev.parallax.plan.Waves;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Reading and checking a definition, and putting its parts in order, by the number of roles that wait for one another in a chain. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DefinitionBenchmark {
    @Param({"3", "100", "1000"})
    public int roles;

    private String text = "";
    private Application application =
            Application.builder().name("a").version("1").build();

    @Setup
    public void write() {
        text = Chain.text(roles);
        application = readAndValidate();
    }

    @Benchmark
    public Application readAndValidate() {
        return Chain.read(text);
    }

    @Benchmark
    public List<List<Part>> waves() {
        return Waves.of(application);
    }
}
