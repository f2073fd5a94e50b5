package io.millrace.sql.function;

import io.millrace.sql.batch.Vector;

/** The state of one aggregate for all groups, indexed by dense group number. Used by one thread. */
public interface Accumulator {

    /**
     * Adds rows.
     *
     * @param groups group number of each row
     * @param arguments evaluated arguments
     * @param size rows
     * @param groupCount groups known so far: every number is below it
     */
    void add(int[] groups, Vector[] arguments, int size, int groupCount);

    /** Adds rows that all belong to one group: the fast path of un-keyed aggregation. */
    void addAll(int group, Vector[] arguments, int from, int to);

    /**
     * The values of some groups.
     *
     * @param groups group numbers
     * @param size how many of them
     */
    Vector result(int[] groups, int size);

    /** Forgets a group, whose number may then be used again. */
    void reset(int group);
}
