/** A seeded market: products with books of orders, trades in them, and a bounded memory of the trades. */
@NullMarked
package io.millrace.exchange.market;

import org.jspecify.annotations.NullMarked;
