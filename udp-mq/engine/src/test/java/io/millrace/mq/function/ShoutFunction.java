package io.millrace.mq.function;

import java.util.Locale;

// region own-function
public final class ShoutFunction implements MessageFunction {

    @Override
    public String name() {
        return "shout";
    }

    @Override
    public void apply(String message, Outputs outputs) {
        outputs.send(message.toUpperCase(Locale.ROOT) + "!");
    }
}
// endregion
