package io.millrace.pipeline;

import io.millrace.pipeline.data.PackageRecord;
import java.time.Duration;
import java.util.Optional;

/**
 * A package on its way to a module elsewhere.
 *
 * @param dataPackage the package with its records so far; its data is {@code data}
 * @param data the data
 * @param controllerRecordId {@code DP-C-...}, of the calling record
 * @param phaseRecordId {@code DP-PP-...}, of the calling record
 * @param moduleRecordId {@code DP-M-...}, of the calling record: the record made elsewhere becomes its sub-module
 * @param remaining how long it may take, positive; empty means no limit
 */
public record ExternalRequest<T>(
        PackageRecord dataPackage,
        T data,
        String controllerRecordId,
        String phaseRecordId,
        String moduleRecordId,
        Optional<Duration> remaining) {}
