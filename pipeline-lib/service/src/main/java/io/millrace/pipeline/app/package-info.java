/** The service: pipelines from YAML over REST and streams, with meters and a live page. */
@NullMarked
package io.millrace.pipeline.app;

import org.jspecify.annotations.NullMarked;
