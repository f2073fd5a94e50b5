/** Tests of the package. */
@NullMarked
package io.millrace.exchange.play;

import org.jspecify.annotations.NullMarked;
