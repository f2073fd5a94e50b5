/** Graphs of nodes and edges: read from YAML, validated, drawn, run. */
@NullMarked
package io.millrace.mq.topology;

import org.jspecify.annotations.NullMarked;
