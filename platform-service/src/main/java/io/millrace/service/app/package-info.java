/**
 * What every service gets by depending on this module: configuration, the shared beans, the fallback routes and the
 * drain at shutdown.
 */
@NullMarked
package io.millrace.service.app;

import org.jspecify.annotations.NullMarked;
