@NullMarked
package io.millrace.ingest.live;

import org.jspecify.annotations.NullMarked;
