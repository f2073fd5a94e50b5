/**
 * Reading tables and streams: pull queries over the state that queries keep, in this process or in the one that owns
 * the key, and push queries that follow changes through one bounded queue.
 */
@NullMarked
package io.millrace.ksql.query;

import org.jspecify.annotations.NullMarked;
