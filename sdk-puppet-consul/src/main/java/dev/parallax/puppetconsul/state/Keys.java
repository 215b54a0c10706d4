package dev.parallax.puppetconsul.state;

/** The names of keys. */
public final class Keys {
    /** Everything of ours is under it. */
    public static final String ROOT = "parallax/";

    public static final String APPS = ROOT + "apps/";
    public static final String HOSTS = ROOT + "hosts/";
    /** Its lock makes a controller the leader. */
    public static final String LEADER = ROOT + "controller/leader";
    /** The profile by which the leading controller goes, as it is written. */
    public static final String PROFILE = ROOT + "controller/profile";
    /** {@link VirtualRouter}, as its number. */
    public static final String VIRTUAL_ROUTER = ROOT + "controller/virtual-router-id";
    /** {@link AddressRange} that services get their addresses from. */
    public static final String NETWORK = ROOT + "controller/vips";
    /** {@link AddressRange} that public services get their public addresses from. */
    public static final String PUBLIC_NETWORK = ROOT + "controller/public-vips";
    /** The certificate (PEM) for which secrets of the fleet are sealed. */
    public static final String SEAL = ROOT + "controller/seal";
    /** {@link LostHosts}. */
    public static final String LOST_HOSTS = ROOT + "controller/lost-hosts";
    /** The hosts on which nothing is newly placed, and since when. */
    public static final String CORDONED_HOSTS = ROOT + "cordoned-hosts";
    /** {@link HostRemoval}, by host. */
    public static final String REMOVALS = ROOT + "host-removals";
    /** {@link VirtualAddress}. */
    public static final String VIPS = ROOT + "vips";
    /** {@link KeptStorage}. */
    public static final String STORAGE = ROOT + "storage";

    /**
     * Where Puppet may run on a fleet that polls: {@code global}, {@code role/APPLICATION/ROLE} and {@code host/HOST} below it, of which the most
     * specific holds. The first word of a value is {@code true} or {@code false}.
     */
    public static final String GATES = ROOT + "config_state/enable_puppet/";

    /** Questions that hosts answer are beside the state: whoever watches that is not woken by them. */
    public static final String REQUESTS = "parallax-requests/";

    /** Under {@link #told}: the host has seen the question. */
    public static final String BEGUN = "begun";
    /** Under {@link #told}: {@link AnswerEnd}, after which nothing comes. */
    public static final String END = "end";

    private Keys() {}

    /** Everything of one application. */
    public static String app(String app) {
        return APPS + app + "/";
    }

    /** {@link Desired}. */
    public static String desired(String app) {
        return app(app) + "desired";
    }

    public static String revision(String app, long revision) {
        return app(app) + "revisions/" + revision;
    }

    /** {@link RevisionRecord}. */
    public static String revisionRecord(String app, long revision) {
        return app(app) + "records/" + revision;
    }

    /** {@link SealedSecrets}, of one: the latest value of a secret; outlives its application with kept storage. */
    public static String secret(String app, String secret) {
        return app(app) + "secrets/" + secret;
    }

    /** A list of {@link PlacedReplica}. */
    public static String placement(String app) {
        return app(app) + "placement";
    }

    /** A list of {@link Adopted}. */
    public static String adoption(String app) {
        return app(app) + "adoption";
    }

    /** {@link StepRecord}. */
    public static String step(String app, String version, String step) {
        return app(app) + "steps/" + version + "/" + step;
    }

    /** {@link ControllerStatus}. */
    public static String status(String app) {
        return app(app) + "status";
    }

    /** {@link dev.parallax.rollout.EventLog}. */
    public static String events(String app) {
        return app(app) + "events";
    }

    /** Everything of one host. */
    public static String host(String host) {
        return HOSTS + host + "/";
    }

    /** The Hiera data of a host. */
    public static String hostData(String host) {
        return HOSTS + host + "/data";
    }

    /** {@link HostReport}. */
    public static String hostReport(String host) {
        return HOSTS + host + "/report";
    }

    /** When a host's daemon last did what it was told. */
    public static String hostHeartbeat(String host) {
        return HOSTS + host + "/heartbeat";
    }

    /** The certificate (PEM) of the key that the host made, for which its secrets are sealed. */
    public static String hostKey(String host) {
        return HOSTS + host + "/key";
    }

    /** Every question to a host, with its answers. */
    public static String requests(String host) {
        return REQUESTS + host + "/";
    }

    /** The revision of its data that a host runs, as its own validation has it; on a fleet that polls. */
    public static String hostRunningVersion(String host) {
        return HOSTS + host + "/running_version";
    }

    /** {@link LogRequest}, {@link ExecRequest}, {@link UseRequest} or {@link SurveyRequest}: a question to a host, there as long as the session of who asked. */
    public static String asked(String host, String id) {
        return REQUESTS + host + "/asked/" + id;
    }

    /** The answer to a question: {@link #BEGUN}, numbered lists of {@link LogChunkLine}, {@link ExecChunk}, {@link UseChunk} or {@link SurveyChunk}, and {@link #END}. */
    public static String told(String host, String id) {
        return REQUESTS + host + "/told/" + id + "/";
    }
}
