package io.millrace.vehicles.fleet;

import java.time.Instant;

/**
 * What a vehicle sends.
 *
 * @param payload JSON in UTF-8, not changed any more
 * @param time when the vehicle sent it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record FleetMessage(String topic, byte[] payload, Instant time) {}
