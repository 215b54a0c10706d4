/**
 * What a Kubernetes user would have written by hand: an application as manifests. Pure: nothing here talks to a cluster, and
 * the same input gives the same objects. Start from {@link dev.parallax.kubernetes.manifest.Manifests}.
 */
@NullMarked
package dev.parallax.kubernetes.manifest;

import org.jspecify.annotations.NullMarked;
