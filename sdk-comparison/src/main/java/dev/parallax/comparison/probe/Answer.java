package dev.parallax.comparison.probe;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** As much of an HTTP/1.x answer as has come. */
final class Answer {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int status;
    private int bodyStart = -1;
    private int bodyLength = -1;

    void append(byte[] data, int count) {
        bytes.write(data, 0, count);
        if (bodyStart < 0) {
            readHead();
        }
    }

    int size() {
        return bytes.size();
    }

    /** The status; 0 until the head is there. */
    int status() {
        return status;
    }

    /** Whether all of it is there; without a length the end of the connection is the end of the answer. */
    boolean isComplete(boolean ended) {
        if (bodyStart < 0) {
            return false;
        }
        return bodyLength < 0 ? ended : bytes.size() - bodyStart >= bodyLength;
    }

    private void readHead() {
        String text = bytes.toString(StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return;
        }
        String[] lines = text.substring(0, end).split("\r\n", -1);
        String[] first = lines[0].split(" ", 3);
        status = first.length > 1 && first[0].startsWith("HTTP/") ? number(first[1], 0) : 0;
        for (String line : lines) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                bodyLength = number(line.substring("content-length:".length()).strip(), -1);
            }
        }
        if (status == 204 || status == 304) {
            bodyLength = 0;
        }
        bodyStart = end + 4;
    }

    private static int number(String text, int otherwise) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}
