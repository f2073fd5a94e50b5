package io.millrace.pipeline.run;

import io.millrace.pipeline.data.PackageRecord;

/**
 * Where on its way a package is while modules work on it.
 *
 * @param <T> the data
 */
interface Journey<T> {

    /** The package with all its records, as of now. */
    PackageRecord dataPackage();

    /** The id of the record of the controller, {@code DP-C-...}. */
    String controllerRecordId();

    /** The id of the record of the phase, {@code DP-PP-...}. */
    String phaseRecordId();
}
