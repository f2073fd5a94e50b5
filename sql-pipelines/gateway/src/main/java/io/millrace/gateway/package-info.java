/**
 * The SQL gateway without its edges: a file of pipelines, the pipelines that run from it, and the changes that clients
 * may make. {@link io.millrace.gateway.Gateway} is the whole of it.
 */
@NullMarked
package io.millrace.gateway;

import org.jspecify.annotations.NullMarked;
