/**
 * Runs plans in this process: the embedded engine, its sessions and its running queries. A query is a chain of stages
 * ({@code exec.stage}) fed by a reader of a relation ({@code exec.relation}), driven by whoever polls it.
 */
@NullMarked
package io.millrace.sql.exec;

import org.jspecify.annotations.NullMarked;
