package dev.parallax.puppetconsul.catalog;

/** The names under which replicas are known in Consul's catalog and in host data. */
public final class ConsulNames {
    /** Every service of ours begins so: what a host's token may register, and no other. */
    public static final String PREFIX = "parallax-";

    /** The longest name that Consul's DNS has as {@code _NAME._tcp.service.consul}. */
    public static final int LONGEST_SERVICE = 62;

    private ConsulNames() {}

    /** The service that every replica of a role registers, whether anything leads to it or not. */
    public static String role(String app, String role) {
        return PREFIX + app + "-role-" + role;
    }

    /** The service behind one port of a service. */
    public static String service(String app, String service, String port) {
        return PREFIX + app + "-" + service + "-" + port;
    }

    /** The id of one replica's registration. */
    public static String id(String consulService, String replica) {
        return consulService + "-" + replica;
    }

    /** A replica's key in host data and reports. */
    public static String replica(String app, String replica) {
        return app + "-" + replica;
    }
}
