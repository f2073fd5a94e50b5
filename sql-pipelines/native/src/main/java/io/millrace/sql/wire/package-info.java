/**
 * A server of the native TCP protocol as Proton's drivers speak it, over the embedded engine. Each connection has one
 * virtual thread that reads packets, and one more while a query runs; all connections share one scope of names. A query
 * is polled only when the socket takes more, so that a client that does not read holds up itself alone.
 */
@NullMarked
package io.millrace.sql.wire;

import org.jspecify.annotations.NullMarked;
