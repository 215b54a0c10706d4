package dev.parallax.backend;

import dev.parallax.model.Application;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes an application down as its orchestrator's own user would have: manifests, or a Puppet module with its data. Pure: the
 * same application gives the same files, no orchestrator is asked, and secret values are placeholders ({@link
 * dev.parallax.secret.SecretPlaceholders}) in files that nobody can apply before they are filled in. Found through {@link
 * java.util.ServiceLoader}; has a public constructor without arguments that does no work.
 */
public interface Renderer {
    /** The name of the backend whose user would read this. */
    String name();

    /** One that writes for what these settings say, such as the version of a cluster; settings that it does not know are refused. */
    default Renderer with(BackendSettings settings) {
        settings.requireKnown(name(), Set.of());
        return this;
    }

    /** The text of each file by its path, relative and with {@code /}. */
    SortedMap<String, String> render(Application application);

    /**
     * What whoever deploys an application must be allowed to do, in the orchestrator's own words: the text of each file by its path, as {@link
     * #render} has it. Nothing unless overridden.
     */
    default SortedMap<String, String> access(Application application) {
        return new TreeMap<>();
    }
}
