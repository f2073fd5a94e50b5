/** Tests of the time. */
@NullMarked
package io.millrace.core.time;

import org.jspecify.annotations.NullMarked;
