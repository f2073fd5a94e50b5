package io.millrace.connector.file;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Waits for what must be over before its files are closed; an interrupt is kept for later. */
final class Uninterrupted {

    private Uninterrupted() {}

    static void await(FutureTask<?> task) {
        boolean interrupted = false;
        while (!task.isDone()) {
            try {
                task.get();
            } catch (InterruptedException _) {
                interrupted = true;
            } catch (ExecutionException _) {
                // it is done, and the caller looks how
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
