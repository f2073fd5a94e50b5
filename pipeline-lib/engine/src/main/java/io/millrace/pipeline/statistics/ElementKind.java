package io.millrace.pipeline.statistics;

/** What is counted. */
public enum ElementKind {
    /** The instance of a pipeline. */
    PIPELINE,
    /** A controller of an instance. */
    CONTROLLER,
    /** A phase of an instance. */
    PHASE,
    /** A module of an instance, nested ones included. */
    MODULE
}
