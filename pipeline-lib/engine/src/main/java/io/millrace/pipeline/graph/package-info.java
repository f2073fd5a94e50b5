/** Pipelines as YAML: modules by name, controllers and phases, all problems at once. */
@NullMarked
package io.millrace.pipeline.graph;

import org.jspecify.annotations.NullMarked;
