package dev.parallax.puppetconsul.state;

import java.util.Optional;

/**
 * The end of an answer: what kept it from being whole; of a command, the status it ended with, or that it took longer than it may ({@code late})
 * and was ended.
 */
public record AnswerEnd(Optional<String> error, Optional<Integer> status, boolean late) {}
