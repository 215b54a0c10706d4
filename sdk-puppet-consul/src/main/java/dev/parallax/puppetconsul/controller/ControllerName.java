package dev.parallax.puppetconsul.controller;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a controller is known: machine, process and its number in the process. */
record ControllerName(String machine, long process, int number) {
    private static final Pattern FORM = Pattern.compile("parallax-controller/([^/]+)/(\\d{1,18})/(\\d{1,9})");
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final String MACHINE = machineName();

    static ControllerName ofThisProcess() {
        return new ControllerName(MACHINE, ProcessHandle.current().pid(), NUMBERS.incrementAndGet());
    }

    private static String machineName() {
        try {
            return InetAddress.getLocalHost().getHostName().replace('/', '-');
        } catch (UnknownHostException e) {
            return "unknown-"
                    + ProcessHandle.current()
                            .info()
                            .startInstant()
                            .map(Object::toString)
                            .orElse("time");
        }
    }

    /** Whether a session of this name belongs to a process of this machine that is there no longer. */
    static boolean isDead(String session) {
        Matcher form = FORM.matcher(session);
        if (!form.matches() || !form.group(1).equals(MACHINE)) {
            return false;
        }
        long other = Long.parseLong(form.group(2));
        return other == ProcessHandle.current().pid()
                ? Integer.parseInt(form.group(3)) > NUMBERS.get()
                : ProcessHandle.of(other).filter(ProcessHandle::isAlive).isEmpty();
    }

    @Override
    public String toString() {
        return "parallax-controller/" + machine + "/" + process + "/" + number;
    }
}
