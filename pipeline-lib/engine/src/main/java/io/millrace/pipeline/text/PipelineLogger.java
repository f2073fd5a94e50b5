package io.millrace.pipeline.text;

import io.millrace.pipeline.DataPackage;
import io.millrace.pipeline.PipelineObserver;
import io.millrace.pipeline.Status;
import io.millrace.pipeline.data.ErrorRecord;
import io.millrace.pipeline.data.Errors;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Brings what happens in pipelines to actions of the user, errors as JSON text. Nothing is logged unless an action is
 * set. As many loggers as wanted; each is given to a pipeline as its {@link #observer}.
 *
 * <p><b>Threading:</b> thread-safe; actions run on the thread that logs.
 */
public final class PipelineLogger {

    /** How bad it is. */
    public enum Level {
        /** To know. */
        INFO,
        /** Handled. */
        WARNING,
        /** Failed. */
        ERROR,
        /** The program cannot go on. */
        CRITICAL
    }

    private volatile Consumer<String> info = _ -> {};
    private volatile Consumer<String> warning = _ -> {};
    private volatile Consumer<String> error = _ -> {};
    private volatile Consumer<String> critical = _ -> {};
    private volatile BiConsumer<Level, String> log = (_, _) -> {};
    private volatile Consumer<String> exception = _ -> {};
    private volatile Consumer<String> uncaughtInMain = _ -> {};
    private volatile Consumer<String> uncaughtInThread = _ -> {};
    private volatile ErrorTextOptions options = ErrorTextOptions.DEFAULT;
    private volatile boolean debug = true;

    /** A logger that does nothing until it is told what. */
    public PipelineLogger() {}

    /** What {@link #info} does; {@code set_info} of the reference. */
    public PipelineLogger onInfo(Consumer<String> action) {
        info = action;
        return this;
    }

    /** What {@link #warning} does; {@code set_warning} of the reference. */
    public PipelineLogger onWarning(Consumer<String> action) {
        warning = action;
        return this;
    }

    /** What {@link #error} does; {@code set_error} of the reference. */
    public PipelineLogger onError(Consumer<String> action) {
        error = action;
        return this;
    }

    /** What {@link #critical} does; {@code set_critical} of the reference. */
    public PipelineLogger onCritical(Consumer<String> action) {
        critical = action;
        return this;
    }

    /** What {@link #log} does; {@code set_log} of the reference. */
    public PipelineLogger onLog(BiConsumer<Level, String> action) {
        log = action;
        return this;
    }

    /** What {@link #exception} does with the error's JSON; {@code set_exception} of the reference. */
    public PipelineLogger onException(Consumer<String> action) {
        exception = action;
        return this;
    }

    /**
     * What {@link #uncaughtHandler} does with the JSON of an error that ended the main thread; {@code set_excepthook}
     * of the reference.
     */
    public PipelineLogger onUncaughtInMain(Consumer<String> action) {
        uncaughtInMain = action;
        return this;
    }

    /**
     * What {@link #uncaughtHandler} does with the JSON of an error that ended another thread;
     * {@code set_threading_excepthook} of the reference.
     */
    public PipelineLogger onUncaughtInThread(Consumer<String> action) {
        uncaughtInThread = action;
        return this;
    }

    /** What the JSON of errors shows; {@code set_options} of the reference. */
    public PipelineLogger options(ErrorTextOptions shown) {
        options = shown;
        return this;
    }

    /**
     * Whether errors are shown at all; without, each is {@link ErrorText#HIDDEN}. {@code set_debug} of the reference.
     */
    public PipelineLogger debug(boolean shown) {
        debug = shown;
        return this;
    }

    /** To know. */
    public void info(String message) {
        info.accept(message);
    }

    /** Handled. */
    public void warning(String message) {
        warning.accept(message);
    }

    /** Failed. */
    public void error(String message) {
        error.accept(message);
    }

    /** The program cannot go on. */
    public void critical(String message) {
        critical.accept(message);
    }

    /** Of a level that is known only at run time. */
    public void log(Level level, String message) {
        log.accept(level, message);
    }

    /** An error as its JSON. */
    public void exception(ErrorRecord failure) {
        exception.accept(text(failure));
    }

    /** An exception as its JSON. */
    public void exception(Throwable failure) {
        exception(Errors.of(failure));
    }

    /** The error's JSON under the options of this logger. */
    public String text(ErrorRecord failure) {
        return debug ? ErrorText.of(failure, options) : ErrorText.HIDDEN;
    }

    /** For {@link Thread#setDefaultUncaughtExceptionHandler}. */
    public Thread.UncaughtExceptionHandler uncaughtHandler() {
        return (thread, failure) -> {
            Consumer<String> action = thread.threadId() == 1 ? uncaughtInMain : uncaughtInThread;
            action.accept(text(Errors.of(failure)));
        };
    }

    /**
     * For {@link io.millrace.pipeline.PipelineBuilder#observer}: errors of packages and of callbacks as exceptions,
     * gaps in an order as warnings.
     */
    public <T> PipelineObserver<T> observer() {
        return new PipelineObserver<>() {
            @Override
            public void ended(DataPackage<T> dataPackage) {
                if (dataPackage.status() == Status.ERROR) {
                    dataPackage.errors().forEach(PipelineLogger.this::exception);
                }
            }

            @Override
            public void gap(String instanceId, String controllerName, long first, long last) {
                warning("controller '" + controllerName + "' of " + instanceId + " no longer waits for "
                        + (first == last ? "package " + first : "packages " + first + " to " + last));
            }

            @Override
            public void callbackFailed(DataPackage<T> dataPackage, Throwable failure) {
                exception(failure);
            }
        };
    }
}
