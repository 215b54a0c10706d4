package dev.parallax.puppetconsul.placement;

import java.util.List;

/** Every replica's place, and the replicas that have none; both sorted by application, role and replica. */
public record Placement(List<Seat> seats, List<Refusal> refusals) {
    public Placement {
        seats = List.copyOf(seats);
        refusals = List.copyOf(refusals);
    }
}
