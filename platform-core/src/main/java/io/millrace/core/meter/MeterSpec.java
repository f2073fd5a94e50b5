package io.millrace.core.meter;

/**
 * What is documented about a meter.
 *
 * @param meter lower-case dotted nouns without the unit: {@code pipeline.records.read}
 * @param unit the base unit: {@code seconds}, {@code bytes}; empty when it counts things
 * @param description one sentence without full stop
 * @param tags their names: {@code pipeline, reason}; empty when there are none
 */
public record MeterSpec(String meter, MeterName.Kind kind, String unit, String description, String tags) {}
