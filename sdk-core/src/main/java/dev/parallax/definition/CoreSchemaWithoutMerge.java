package dev.parallax.definition;

import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** The core schema as YAML 1.2 has it: {@code <<} is a key like any other. */
final class CoreSchemaWithoutMerge extends CoreSchema {
    @Override
    public ScalarResolver getScalarResolver() {
        return new CoreScalarResolver(false);
    }
}
