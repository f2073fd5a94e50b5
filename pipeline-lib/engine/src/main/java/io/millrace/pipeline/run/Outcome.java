package io.millrace.pipeline.run;

import io.millrace.pipeline.Status;
import io.millrace.pipeline.data.ErrorRecord;
import org.jspecify.annotations.Nullable;

/**
 * How one run of a module ended.
 *
 * @param status success, exit or error
 * @param error what went wrong; null unless the status is error
 * @param mayRepeat whether another attempt could end otherwise
 */
record Outcome(Status status, @Nullable ErrorRecord error, boolean mayRepeat) {

    static final Outcome SUCCESS = new Outcome(Status.SUCCESS, null, false);
    static final Outcome EXIT = new Outcome(Status.EXIT, null, false);

    /** An error after which another attempt may succeed. */
    static Outcome failed(ErrorRecord error) {
        return new Outcome(Status.ERROR, error, true);
    }

    /** An error that stays, however often it is tried. */
    static Outcome failedForGood(ErrorRecord error) {
        return new Outcome(Status.ERROR, error, false);
    }

    boolean isError() {
        return status == Status.ERROR;
    }
}
