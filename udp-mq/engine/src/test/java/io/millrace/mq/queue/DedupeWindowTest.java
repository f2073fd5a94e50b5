package io.millrace.mq.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DedupeWindowTest {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void agreesWithASimpleModel(long seed) {
        Random random = new Random(seed);
        int maxCount = 1 + random.nextInt(300);
        DedupeWindow window = new DedupeWindow(500, maxCount);
        LinkedHashMap<MessageId, Long> model = new LinkedHashMap<>();
        long nanos = 0;
        for (int round = 0; round < 50_000; round++) {
            nanos += random.nextInt(4);
            long now = nanos;
            MessageId id = new MessageId(random.nextInt(4), random.nextInt(200));
            model.values().removeIf(seen -> now - seen >= 500);
            assertThat(window.contains(id.high(), id.low(), now))
                    .as("round %d", round)
                    .isEqualTo(model.containsKey(id));
            if (!model.containsKey(id)) {
                window.add(id.high(), id.low(), now);
                if (model.size() == maxCount) {
                    Map.Entry<MessageId, Long> _ = model.pollFirstEntry();
                }
                model.put(id, now);
            }
            assertThat(window.size()).isEqualTo(model.size());
        }
    }
}
