package dev.parallax.lab;

/** In which rack a host of the lab would stand: two hosts to each, so that replicas can be spread over racks and lose one. */
public final class Racks {
    /** The label that says so, of a node as of a host of the fleet. */
    public static final String LABEL = "rack";

    private static final int HOSTS = 2;

    private Racks() {}

    /** The rack of a host by its number, from 1. */
    public static String of(int number) {
        return Character.toString('a' + (number - 1) / HOSTS);
    }
}
