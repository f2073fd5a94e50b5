/**
 * Meters: their names in one enum per module, the listener that feeds them, and the table that documents them.
 * Connectors and operators never touch a registry.
 */
@NullMarked
package io.millrace.core.meter;

import org.jspecify.annotations.NullMarked;
