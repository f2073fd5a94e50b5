package io.millrace.vehicles.feed;

import io.millrace.core.Operator;
import io.millrace.core.Record;
import io.millrace.core.failure.PoisonException;
import io.millrace.vehicles.hfp.HfpParser;
import io.millrace.vehicles.hfp.VehiclePosition;

/**
 * Operators on MQTT messages: the key is the topic, the value the payload. What is not a message of HFP v2 they throw
 * as {@code PoisonException} with all that is wrong, so that the pipeline's policy decides.
 */
public final class HfpOperators {

    private HfpOperators() {}

    /**
     * Passes on what is in order, unchanged but for its time: that becomes the time at which the vehicle sent it.
     *
     * @see DeadLetterRecords for what becomes of the others
     */
    public static Operator<byte[], byte[]> validated(HfpParser parser) {
        return (in, out) ->
                out.accept(new Record<>(in.key(), in.value(), parse(parser, in).time(), in.headers()));
    }

    /** Makes typed positions: the key is the vehicle ({@code 18/1003}), the time that at which it sent them. */
    public static Operator<byte[], VehiclePosition> positions(HfpParser parser) {
        return (in, out) -> {
            VehiclePosition position = parse(parser, in);
            out.accept(new Record<>(position.vehicle().text(), position, position.time(), in.headers()));
        };
    }

    private static VehiclePosition parse(HfpParser parser, Record<byte[]> message) {
        String topic = message.key();
        if (topic == null) {
            throw new PoisonException("a message without topic");
        }
        return parser.parse(topic, message.value());
    }
}
