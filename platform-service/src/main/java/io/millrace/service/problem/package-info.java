/**
 * What a failed request is answered: one RFC 9457 problem document for every failure, whether it comes from a JAX-RS
 * resource, a Vert.x route or a stream. {@link io.millrace.service.problem.FailureMapper} is the only place that turns
 * one of the four failures into a status or a close code.
 */
@NullMarked
package io.millrace.service.problem;

import org.jspecify.annotations.NullMarked;
