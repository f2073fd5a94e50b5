package io.millrace.pipeline;

import io.millrace.pipeline.data.PackageRecord;
import java.time.Duration;
import java.util.Optional;

/**
 * What a module sees of the package that it works on. After the module's timeout each change is refused with an
 * {@link IllegalStateException}: {@code Modification not allowed: the thread handling this DataPackage has timed out.}
 *
 * <p><b>Threading:</b> for the thread that runs the module.
 *
 * @param <T> the data of a package
 */
public interface ModuleContext<T> {

    /** The data as the modules before left it; null only when the user gave null. */
    T data();

    /** Replaces the data. */
    void setData(T data);

    /** A text for the module's record, for example what was done. */
    void setMessage(String message);

    /** The package leaves the pipeline after this module, with {@link Status#EXIT} and without an error. */
    void exit();

    /** The package with all its records so far, as of now. */
    PackageRecord dataPackage();

    /** The id of the record of this controller within the package, {@code DP-C-...}. */
    String controllerRecordId();

    /** The id of the record of this phase within the package, {@code DP-PP-...}. */
    String phaseRecordId();

    /** The id of the record of this run of the module within the package, {@code DP-M-...}. */
    String moduleRecordId();

    /** What is left until the module's timeout or the package's deadline, whichever is first; empty without either. */
    Optional<Duration> remaining();
}
