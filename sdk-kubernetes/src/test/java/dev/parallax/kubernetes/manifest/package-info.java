@NullMarked
package dev.parallax.kubernetes.manifest;

import org.jspecify.annotations.NullMarked;
