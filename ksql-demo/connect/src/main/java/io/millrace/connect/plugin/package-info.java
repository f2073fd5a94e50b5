/**
 * The connectors that there are: what settings each takes, by the names of the connectors that it stands for, and the
 * pipelines that its tasks are.
 */
@NullMarked
package io.millrace.connect.plugin;

import org.jspecify.annotations.NullMarked;
