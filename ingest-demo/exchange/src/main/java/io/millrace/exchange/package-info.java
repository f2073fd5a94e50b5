/** An exchange in this process that speaks the protocol of Coinbase. */
@NullMarked
package io.millrace.exchange;

import org.jspecify.annotations.NullMarked;
