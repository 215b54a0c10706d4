package dev.parallax.puppetconsul.catalog;

/** The names under which replicas are known in Consul's catalog and in host data. */
public final class ConsulNames {
    private ConsulNames() {}

    /** The service that every replica of a role registers, whether anything leads to it or not. */
    public static String role(String app, String role) {
        return app + "-role-" + role;
    }

    /** The service behind one port of a service. */
    public static String service(String app, String service, String port) {
        return app + "-" + service + "-" + port;
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
