/**
 * What a kind of source or sink is made of: a name for the YAML, a record of settings, and how to make one. Found by
 * {@link java.util.ServiceLoader}, so users add their own.
 */
@NullMarked
package io.millrace.ingest.type;

import org.jspecify.annotations.NullMarked;
