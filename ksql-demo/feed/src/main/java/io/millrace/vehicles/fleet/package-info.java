/**
 * A fleet that does not exist: vehicles that follow routes around Helsinki, halt, open doors and turn round, and tell
 * it in HFP v2, with what real ones do wrong: late and repeated messages, and positions that are not known. The same
 * seed gives the same messages.
 */
@NullMarked
package io.millrace.vehicles.fleet;

import org.jspecify.annotations.NullMarked;
