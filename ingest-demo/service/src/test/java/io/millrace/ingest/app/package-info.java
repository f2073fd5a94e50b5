@NullMarked
package io.millrace.ingest.app;

import org.jspecify.annotations.NullMarked;
