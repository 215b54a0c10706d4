/**
 * The Kubernetes backend: any conformant cluster a kubeconfig names, from 1.28 on. Start from {@link
 * dev.parallax.kubernetes.KubernetesBackend}; {@link dev.parallax.kubernetes.KubernetesBackendProvider} opens it by name.
 */
@NullMarked
package dev.parallax.kubernetes;

import org.jspecify.annotations.NullMarked;
