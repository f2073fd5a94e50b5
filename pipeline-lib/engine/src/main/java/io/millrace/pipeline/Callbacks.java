package io.millrace.pipeline;

import java.util.function.Consumer;

/**
 * What is called at the end of a package: exactly one of the five, exactly once, outside of every lock, on a thread of
 * the pipeline; an overflow's on the thread that brought the package which did not fit, the errors of a close on the
 * one that closes. It may throw, which is logged, and may send more packages.
 *
 * @param onSuccess all modules succeeded
 * @param onExit a module told it to leave
 * @param onOverflow a queue was full
 * @param onOutdated a later package was faster
 * @param onError a module failed
 */
public record Callbacks<T>(
        Consumer<? super DataPackage<T>> onSuccess,
        Consumer<? super DataPackage<T>> onExit,
        Consumer<? super DataPackage<T>> onOverflow,
        Consumer<? super DataPackage<T>> onOutdated,
        Consumer<? super DataPackage<T>> onError) {

    /** Calls nothing. */
    public static <T> Callbacks<T> none() {
        return onSuccess(_ -> {});
    }

    /** Calls that at success, and nothing otherwise. */
    public static <T> Callbacks<T> onSuccess(Consumer<? super DataPackage<T>> action) {
        return new Callbacks<>(action, _ -> {}, _ -> {}, _ -> {}, _ -> {});
    }

    /** Calls that at any end; {@link DataPackage#status()} says which. */
    public static <T> Callbacks<T> onEnd(Consumer<? super DataPackage<T>> action) {
        return new Callbacks<>(action, action, action, action, action);
    }

    /** The same with that at an exit. */
    public Callbacks<T> withExit(Consumer<? super DataPackage<T>> action) {
        return new Callbacks<>(onSuccess, action, onOverflow, onOutdated, onError);
    }

    /** The same with that at an overflow. */
    public Callbacks<T> withOverflow(Consumer<? super DataPackage<T>> action) {
        return new Callbacks<>(onSuccess, onExit, action, onOutdated, onError);
    }

    /** The same with that when outdated. */
    public Callbacks<T> withOutdated(Consumer<? super DataPackage<T>> action) {
        return new Callbacks<>(onSuccess, onExit, onOverflow, action, onError);
    }

    /** The same with that at an error. */
    public Callbacks<T> withError(Consumer<? super DataPackage<T>> action) {
        return new Callbacks<>(onSuccess, onExit, onOverflow, onOutdated, action);
    }

    /** The action of an outcome. */
    public Consumer<? super DataPackage<T>> of(Status outcome) {
        return switch (outcome) {
            case SUCCESS -> onSuccess;
            case EXIT -> onExit;
            case OVERFLOW -> onOverflow;
            case OUTDATED -> onOutdated;
            case ERROR -> onError;
            case UNSPECIFIED, RUNNING, WAITING, WAITING_OUTPUT ->
                throw new IllegalArgumentException(outcome + " is not an end");
        };
    }
}
