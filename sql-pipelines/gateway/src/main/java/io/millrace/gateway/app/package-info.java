/**
 * The SQL gateway as a service: configuration, HTTP, health, meters and the live page around
 * {@link io.millrace.gateway.Gateway}.
 */
@NullMarked
package io.millrace.gateway.app;

import org.jspecify.annotations.NullMarked;
