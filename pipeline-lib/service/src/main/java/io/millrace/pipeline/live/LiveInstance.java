package io.millrace.pipeline.live;

/**
 * An instance of a pipeline.
 *
 * @param id {@code PI-<uuid>}
 * @param state {@code running}, {@code paused} or {@code draining}
 * @param processing packages within it now
 */
public record LiveInstance(String id, String state, long processing) {}
