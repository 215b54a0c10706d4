package dev.parallax.puppetconsul.catalog;

import com.fasterxml.jackson.databind.node.TextNode;

/** A text that has a secret in it: the same JSON as any text, and known for one until that is written. */
final class SecretText extends TextNode {
    private static final long serialVersionUID = 1L;

    SecretText(String text) {
        super(text);
    }
}
