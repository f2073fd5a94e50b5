/**
 * From messages to positions that can be relied on: the operators that check them, the letters of those that are
 * refused, what is known last of each vehicle, and captured dumps as a source.
 */
@NullMarked
package io.millrace.vehicles.feed;

import org.jspecify.annotations.NullMarked;
