/** The programs {@code fleet} and {@code play}. */
@NullMarked
package io.millrace.vehicles.command;

import org.jspecify.annotations.NullMarked;
