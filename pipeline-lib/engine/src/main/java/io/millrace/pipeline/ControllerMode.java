package io.millrace.pipeline;

/** How many packages a controller works on at a time, and in which order they leave it. */
public enum ControllerMode {
    /** One at a time, in order of arrival. */
    NOT_PARALLEL,
    /** Several at a time; each leaves when it is done. */
    NO_ORDER,
    /** Several at a time; they leave in order of arrival, the fast ones wait for the slow ones. */
    ORDER_BY_SEQUENCE,
    /** Several at a time; each leaves when it is done, unless a later arrival has left: then it is outdated. */
    FIRST_WINS,
    /** Several at a time, but one at a time of each key; those of one key leave in order of arrival. */
    ORDER_BY_KEY
}
