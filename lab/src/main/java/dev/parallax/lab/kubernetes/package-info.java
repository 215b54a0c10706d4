/**
 * The lab's Kubernetes side: one control host and four workers, each a container, with Kubernetes' own programs as systemd
 * units. Start from {@link dev.parallax.lab.kubernetes.KubernetesSide}.
 */
@NullMarked
package dev.parallax.lab.kubernetes;

import org.jspecify.annotations.NullMarked;
