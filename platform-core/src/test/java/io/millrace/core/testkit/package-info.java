/**
 * What implementers and their tests share: contracts for sources and sinks as interfaces of tests, sources and sinks
 * that misbehave on purpose, a clock that stands still, and the platform's architecture rules.
 */
@NullMarked
package io.millrace.core.testkit;

import org.jspecify.annotations.NullMarked;
