package io.millrace.pipeline;

import io.millrace.pipeline.data.PackageRecord;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A package on its way to a module elsewhere.
 *
 * @param records makes the package with its records so far, whose data is {@code data}; not asked for when nobody looks
 * @param data the data
 * @param controllerRecordId {@code DP-C-...}, of the calling record
 * @param phaseRecordId {@code DP-PP-...}, of the calling record
 * @param moduleRecordId {@code DP-M-...}, of the calling record: the record made elsewhere becomes its sub-module
 * @param remaining how long it may take, positive; empty means no limit
 */
public record ExternalRequest<T>(
        Supplier<PackageRecord> records,
        T data,
        String controllerRecordId,
        String phaseRecordId,
        String moduleRecordId,
        Optional<Duration> remaining) {

    /** A package whose records are there already. */
    public ExternalRequest(
            PackageRecord dataPackage,
            T data,
            String controllerRecordId,
            String phaseRecordId,
            String moduleRecordId,
            Optional<Duration> remaining) {
        this(() -> dataPackage, data, controllerRecordId, phaseRecordId, moduleRecordId, remaining);
    }

    /** The package with its records so far; its data is {@code data}. */
    public PackageRecord dataPackage() {
        return records.get();
    }
}
