package io.millrace.core.flow;

/** One position in a reader's backlog: rows, or a place where rows are missing. */
sealed interface Entry permits Published, Missed, Interrupted {}
