package dev.parallax.definition;

import dev.parallax.model.Application;

/** Something that must hold for an application beyond the form of its values. */
interface Rule {
    void check(Application application, Findings findings);
}
