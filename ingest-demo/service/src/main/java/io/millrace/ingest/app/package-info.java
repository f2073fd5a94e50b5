/** The service: configuration, resources, streams, health and meters around the engine. */
@NullMarked
package io.millrace.ingest.app;

import org.jspecify.annotations.NullMarked;
