/** Tests of the package. */
@NullMarked
package io.millrace.exchange.market;

import org.jspecify.annotations.NullMarked;
