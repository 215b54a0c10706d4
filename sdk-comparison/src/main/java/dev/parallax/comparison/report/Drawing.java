package dev.parallax.comparison.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A picture as its template draws it: shapes in the order in which they were added; style classes come from the page. */
final class Drawing {
    final int width;
    final int height;
    final String label;
    final List<Shape> shapes = new ArrayList<>();

    Drawing(int width, int height, String label) {
        this.width = width;
        this.height = height;
        this.label = label;
    }

    /** One shape; the field that is set says which. A title is what a pointer that rests on it shows. */
    static final class Shape {
        final String style;
        final String title;
        final boolean rect;
        final boolean path;
        final boolean text;
        final String d;
        final String x;
        final String y;
        final String w;
        final String h;
        final String words;
        final String anchor;

        private Shape(String kind, String style, String title, List<String> at, String d, String words, String anchor) {
            this.rect = kind.equals("rect");
            this.path = kind.equals("path");
            this.text = kind.equals("text");
            this.style = style;
            this.title = title;
            this.x = at.get(0);
            this.y = at.get(1);
            this.w = at.get(2);
            this.h = at.get(3);
            this.d = d;
            this.words = words;
            this.anchor = anchor;
        }
    }

    void rect(String style, double x, double y, double w, double h, String title) {
        add("rect", style, title, List.of(number(x), number(y), number(w), number(h)), "", "", "");
    }

    void path(String style, String d, String title) {
        add("path", style, title, List.of("", "", "", ""), d, "", "");
    }

    void line(String style, double x1, double y1, double x2, double y2) {
        path(style, "M" + number(x1) + " " + number(y1) + "L" + number(x2) + " " + number(y2), "");
    }

    void text(String style, double x, double y, String anchor, String words) {
        add("text", style, "", List.of(number(x), number(y), "", ""), "", words, anchor);
    }

    private void add(String kind, String style, String title, List<String> at, String d, String words, String anchor) {
        shapes.add(new Shape(kind, style, title, at, d, words, anchor));
    }

    static String number(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
