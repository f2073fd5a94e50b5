package io.millrace.mq.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.mq.protocol.Wire;
import io.millrace.mq.protocol.WireReader;
import io.millrace.mq.queue.Delivery;
import io.millrace.mq.queue.MessageId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the messages of a result. */
final class Deliveries {

    private Deliveries() {}

    static List<Delivery> read(WireReader in, boolean leased) {
        int count = in.u16();
        List<Delivery> deliveries = new ArrayList<>(count);
        for (int i = 0; i < count && !in.broken(); i++) {
            deliveries.add(one(in, leased));
        }
        return deliveries;
    }

    private static Delivery one(WireReader in, boolean leased) {
        int flags = in.u8();
        long lease = leased ? in.i64() : 0;
        int times = leased ? in.u16() : 1;
        MessageId id = (flags & Wire.HAS_ID) == 0 ? null : new MessageId(in.i64(), in.i64());
        String key = (flags & Wire.HAS_KEY) == 0 ? null : text(in, in.u8());
        String reason = (flags & Wire.HAS_REASON) == 0 ? null : text(in, in.u16());
        long age = in.u32() * 1_000_000;
        int length = in.u16();
        int at = in.skip(length);
        byte[] body = in.broken() ? new byte[0] : Arrays.copyOfRange(in.bytes(), at, at + length);
        return new Delivery(lease, times, age, id, key, reason, body);
    }

    private static @Nullable String text(WireReader in, int length) {
        int at = in.skip(length);
        return in.broken() ? null : new String(in.bytes(), at, length, UTF_8);
    }
}
