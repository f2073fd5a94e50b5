package io.millrace.mq.function;

import io.millrace.core.failure.PoisonException;

/** Answers {@code ping} with {@code pong} and the other way round. */
public final class PongFunction implements MessageFunction {

    @Override
    public String name() {
        return "pong";
    }

    @Override
    public void apply(String message, Outputs outputs) {
        outputs.send(
                switch (message) {
                    case "ping" -> "pong";
                    case "pong" -> "ping";
                    default -> throw new PoisonException("Unknown input: '" + message + "'");
                });
    }
}
