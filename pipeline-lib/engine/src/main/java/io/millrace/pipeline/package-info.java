/**
 * Module pipelines: packages of data pass through controllers, which decide how many are worked on at a time and in
 * which order they leave; a controller runs phases, and a phase runs modules. Each package ends in exactly one of five
 * ways: success, exit, overflow, outdated or error.
 */
@NullMarked
package io.millrace.pipeline;

import org.jspecify.annotations.NullMarked;
