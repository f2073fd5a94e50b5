/**
 * What every command-line program begins with: a log that its flags open, and a lifetime that signals end. SLF4J finds
 * the log by itself, so this module is for programs alone; a service has a log of its own.
 */
@NullMarked
package io.millrace.command;

import org.jspecify.annotations.NullMarked;
