package io.millrace.connect.run;

import org.jspecify.annotations.Nullable;

/**
 * How a connector or one of its tasks is doing.
 *
 * @param id of the task, from 0; -1 for the connector itself
 * @param trace what is wrong and when it is tried again; null when nothing is
 */
public record TaskStatus(int id, State state, @Nullable String trace) {}
