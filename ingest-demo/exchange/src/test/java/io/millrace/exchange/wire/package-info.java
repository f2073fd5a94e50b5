/** Tests of the package. */
@NullMarked
package io.millrace.exchange.wire;

import org.jspecify.annotations.NullMarked;
