/** What is done to the lab's hosts, and what is read from them, past their orchestrator: processes, cgroups, addresses. */
@NullMarked
package dev.parallax.lab.fault;

import org.jspecify.annotations.NullMarked;
