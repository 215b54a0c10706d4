package dev.parallax.lab;

import dev.parallax.comparison.Testbed;
import dev.parallax.lab.docker.ContainerHost;
import java.util.Map;

/**
 * One of the lab's two clusters. {@link #up} and {@link #down} are called by one process at a time: {@link Lab} holds a lock
 * meanwhile. Failures are {@link LabException}s; an interrupted thread is one too and stays interrupted.
 */
public interface LabSide extends AutoCloseable {
    /** Which of the two. */
    Side side();

    /** Brings the side up, whole and ready; what is up already stays as it is, what an interrupted run left is completed or replaced. */
    void up();

    /** What there is of the side at this moment. Starts and changes nothing. */
    SideStatus status();

    /** Removes every container, network, volume, mount, route and process of the side; what is gone already is fine. */
    void down();

    /** The running side as the comparison uses it. The caller closes it. */
    Testbed testbed();

    /** The host of that name ({@code k8s-worker1}, or its container's name); an error names the choices. */
    ContainerHost host(String name);

    /** The environment that the cluster's own tools ({@code kubectl}, {@code consul}) need on a host of the side, to reach the cluster. */
    Map<String, String> toolEnvironment(String host);

    /** Ends what this object started in this process; the side stays as it is. */
    @Override
    void close();
}
