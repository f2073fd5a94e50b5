/** Tests of documents. */
@NullMarked
package io.millrace.ingest.config;

import org.jspecify.annotations.NullMarked;
