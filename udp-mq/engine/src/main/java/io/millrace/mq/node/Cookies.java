package io.millrace.mq.node;

import io.millrace.core.time.Ticker;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Proofs that a client receives at the address that it sends from: the first eight bytes of HMAC-SHA256 over address,
 * port, session and hour, under a key that each node makes for itself. Nothing is stored for a client that only asked.
 *
 * <p><b>Threading:</b> not thread-safe; the node's loop owns it.
 */
final class Cookies {

    private static final long SLOT_SECONDS = 3_600;

    private final Ticker ticker;
    private final Mac mac;

    Cookies(Ticker ticker) {
        this.ticker = ticker;
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    long of(InetSocketAddress peer, long session) {
        return of(peer, session, slot());
    }

    /** Valid for one to two hours. */
    boolean valid(InetSocketAddress peer, long session, long cookie) {
        return of(peer, session, slot()) == cookie || of(peer, session, slot() - 1) == cookie;
    }

    private long slot() {
        return ticker.now().getEpochSecond() / SLOT_SECONDS;
    }

    private long of(InetSocketAddress peer, long session, long slot) {
        mac.update(peer.getAddress().getAddress());
        mac.update(ByteBuffer.allocate(20)
                .putInt(peer.getPort())
                .putLong(session)
                .putLong(slot)
                .flip());
        return ByteBuffer.wrap(mac.doFinal()).getLong();
    }
}
