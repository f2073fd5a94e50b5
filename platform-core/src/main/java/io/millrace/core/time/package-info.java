/** Time as a parameter: nothing else in Millrace reads a clock or sleeps. */
@NullMarked
package io.millrace.core.time;

import org.jspecify.annotations.NullMarked;
