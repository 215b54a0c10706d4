package dev.parallax.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.platform.commons.support.ReflectionSupport;

class IntegrationTestsTest {
    @Test
    void eachSaysWhatItHasForItselfMeanwhile() {
        List<Class<?>> tests = ReflectionSupport.findAllClassesInPackage(
                "dev.parallax.lab", type -> true, name -> name.endsWith("IT"));

        assertThat(tests).hasSizeGreaterThan(10).allSatisfy(test -> assertThat(
                        Stream.of(OnKubernetes.class, OnFleet.class, Isolated.class)
                                .filter(test::isAnnotationPresent))
                .as("of OnKubernetes, OnFleet, Isolated on " + test.getName())
                .hasSize(1));
    }
}
