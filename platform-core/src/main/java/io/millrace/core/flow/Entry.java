package io.millrace.core.flow;

/** One position in a reader's backlog: rows, or the place where rows are missing. */
sealed interface Entry permits Published, Missed {}
