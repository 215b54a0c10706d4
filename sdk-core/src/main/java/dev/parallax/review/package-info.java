/**
 * Plans that somebody looks at before they are carried out: kept in a file, and applied only as long as they are still what would happen. Start
 * from {@link dev.parallax.review.ReviewedPlan}.
 */
@NullMarked
package dev.parallax.review;

import org.jspecify.annotations.NullMarked;
