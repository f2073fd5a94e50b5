/** The service: HTTP, page, hub and meters around a running graph. */
@NullMarked
package io.millrace.mq.app;

import org.jspecify.annotations.NullMarked;
