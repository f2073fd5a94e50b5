package io.millrace.mq.function;

import io.millrace.mq.fix.FixMessage;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Sends each FIX message to the output that its symbol selects, so that one symbol always takes the same way. */
public final class FixRouterFunction implements MessageFunction {

    private static final int CACHED = 10_000;

    private final Map<String, Long> hashes = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > CACHED;
        }
    };

    @Override
    public String name() {
        return "fixrouter";
    }

    @Override
    public void apply(String message, Outputs outputs) {
        String symbol = FixMessage.parse(message).symbol();
        outputs.route(
                hashes.computeIfAbsent(symbol == null ? "" : symbol, text -> StableHash.of(choice(text))), message);
    }

    /** The MD5 of the symbol's UTF-8 bytes as a number of 128 bits. */
    static BigInteger choice(String symbol) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(symbol.getBytes(StandardCharsets.UTF_8));
            return new BigInteger(1, digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no MD5", e);
        }
    }
}
