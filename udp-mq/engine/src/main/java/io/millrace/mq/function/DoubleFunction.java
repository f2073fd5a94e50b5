package io.millrace.mq.function;

import io.millrace.core.failure.PoisonException;
import java.math.BigInteger;

/** Doubles a whole number of up to 10,000 digits: {@code 21} becomes the text {@code 42}. */
public final class DoubleFunction implements MessageFunction {

    private static final int MAX_DIGITS = 10_000;

    @Override
    public String name() {
        return "double";
    }

    @Override
    public void apply(String message, Outputs outputs) {
        outputs.send(number(message.strip()).shiftLeft(1).toString());
    }

    private static BigInteger number(String text) {
        try {
            if (text.length() <= MAX_DIGITS) {
                return new BigInteger(text);
            }
        } catch (NumberFormatException _) {
            // told below
        }
        throw new PoisonException("not a whole number: '" + text.substring(0, Math.min(60, text.length())) + "'");
    }
}
