package dev.parallax.undercloud;

import java.util.List;

/**
 * Gives machines for hosts, and takes them back. All of it is by the name of the request, so that whoever was interrupted asks again and gets, or gives back, the same
 * machine; what is under a name is remembered by the provider, or by what it manages, and never by the process that asked.
 *
 * <p>Implementations may be called by several threads and processes at a time: no machine is under two names, and no name has two machines. Every
 * call is bounded in time. What cannot be done is an {@link UndercloudException} that says why.
 */
public interface HostProvider extends AutoCloseable {
    /** What is given at present, sorted by name. */
    List<GrantedHost> granted();

    /**
     * A machine that has at least what is asked for. A name that has one already gets the same again, as it is: one that was left half made is completed. Returns
     * when the machine is there, not when anything runs on it.
     */
    GrantedHost request(HostRequest request) throws InterruptedException;

    /**
     * Takes back what is under a name; whatever is on the machine is lost, so that it has to be no host any more. Giving back again goes on where an interrupted
     * call ended, and what is not given is fine.
     *
     * @return whether there was anything
     */
    boolean giveBack(String name) throws InterruptedException;

    /** Ends what this object started in this process; machines stay. */
    @Override
    void close();
}
