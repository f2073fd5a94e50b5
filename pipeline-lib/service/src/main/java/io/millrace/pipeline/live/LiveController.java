package io.millrace.pipeline.live;

import io.millrace.pipeline.ControllerSettings;

/**
 * The settings of a controller.
 *
 * @param mode {@code NOT_PARALLEL}, {@code NO_ORDER}, {@code ORDER_BY_SEQUENCE}, {@code FIRST_WINS} or
 *     {@code ORDER_BY_KEY}
 * @param workers packages that are worked on at a time
 * @param queueSize packages that wait at most
 * @param queueBytes bytes that wait at most; 0 for no such bound
 * @param overflow what happens when the queue is full
 * @param reorderSize finished packages that wait for their turn at most
 * @param reorderSeconds how long one waits at most; 0 for ever
 */
public record LiveController(
        String mode,
        int workers,
        int queueSize,
        long queueBytes,
        String overflow,
        int reorderSize,
        double reorderSeconds) {

    static LiveController of(ControllerSettings settings) {
        return new LiveController(
                settings.mode().name(),
                settings.workers(),
                settings.queueSize(),
                settings.queueBytes(),
                settings.overflow().text(),
                settings.reorder().size(),
                settings.reorder().maxWait().toNanos() / 1e9);
    }
}
