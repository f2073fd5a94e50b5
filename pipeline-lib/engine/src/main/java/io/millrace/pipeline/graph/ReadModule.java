package io.millrace.pipeline.graph;

import io.millrace.pipeline.PipelineModule;
import java.util.function.UnaryOperator;

/**
 * A module of a document.
 *
 * @param module its definition
 * @param shapes gives the shape that comes out for the shape that goes in, and tells the problem when that does not fit
 */
record ReadModule(PipelineModule<Object> module, UnaryOperator<Shape> shapes) {}
