package io.millrace.pipeline.run;

/** What holds the records of module runs: a phase, a module that runs others, or the call of a hosted module. */
interface RunParent {

    /** Adds the record of a run that is about to begin. */
    void add(ModuleRun child);
}
