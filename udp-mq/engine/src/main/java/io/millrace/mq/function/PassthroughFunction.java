package io.millrace.mq.function;

/** Passes every message on unchanged. */
public final class PassthroughFunction implements MessageFunction {

    @Override
    public String name() {
        return "passthrough";
    }

    @Override
    public void apply(String message, Outputs outputs) {
        outputs.send(message);
    }
}
