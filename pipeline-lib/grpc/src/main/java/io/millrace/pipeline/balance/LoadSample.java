package io.millrace.pipeline.balance;

/**
 * What a server counts, as of one moment.
 *
 * @param inFlight packages within it, at work or waiting for that
 * @param concurrency how many can be at work, at least 1
 * @param finished packages that have left it since its start
 * @param failed of those, with an error
 */
public record LoadSample(int inFlight, int concurrency, long finished, long failed) {}
