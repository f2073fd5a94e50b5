/**
 * Where vehicles are now: a board of their latest positions by event time, asked at once or followed, and the forms in
 * which it is told.
 */
@NullMarked
package io.millrace.vehicles.live;

import org.jspecify.annotations.NullMarked;
