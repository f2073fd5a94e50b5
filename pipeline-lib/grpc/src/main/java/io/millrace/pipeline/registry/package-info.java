/**
 * The look-aside registry: servers of modules register, report their load and drain; pipelines follow the list live.
 * Losing the registry stops nobody: the last list is kept, and servers register again when it is back.
 */
@NullMarked
package io.millrace.pipeline.registry;

import org.jspecify.annotations.NullMarked;
