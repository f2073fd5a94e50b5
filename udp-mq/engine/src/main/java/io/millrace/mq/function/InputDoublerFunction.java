package io.millrace.mq.function;

/** Sends every message twice, to the outputs 0 and 1. */
public final class InputDoublerFunction implements MessageFunction {

    @Override
    public String name() {
        return "inputdoubler";
    }

    @Override
    public void apply(String message, Outputs outputs) {
        outputs.route(0, message);
        outputs.route(1, message);
    }
}
