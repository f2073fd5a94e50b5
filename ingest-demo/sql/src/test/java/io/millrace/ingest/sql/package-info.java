/** Tests that run each file on both engines. */
@NullMarked
package io.millrace.ingest.sql;

import org.jspecify.annotations.NullMarked;
