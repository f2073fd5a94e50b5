package io.millrace.ingest.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IdRangesTest {

    @Test
    void joinsNeighboursAndSplitsAtWhatIsTakenOut() {
        IdRanges ids = IdRanges.of(10, 20);
        ids.add(5, 9);
        ids.add(21, 21);
        assertThat(ids).hasToString("{5=21}");
        assertThat(ids.remove(12)).isTrue();
        assertThat(ids.remove(12)).isFalse();
        assertThat(ids.remove(5)).isTrue();
        assertThat(ids.remove(21)).isTrue();
        assertThat(ids).hasToString("{6=11, 13=20}");
        assertThat(ids.count()).isEqualTo(14);
        assertThat(ids.stretches()).isEqualTo(2);
        assertThat(ids.atLeast(12)).isEqualTo(13);
        assertThat(ids.atLeast(21)).isNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void isASetOfNumbers(long seed) throws IOException {
        Random random = new Random(seed);
        IdRanges ids = new IdRanges();
        TreeSet<Long> model = new TreeSet<>();
        for (int i = 0; i < 5_000; i++) {
            long id = 1L + random.nextInt(200);
            switch (random.nextInt(5)) {
                case 0, 1 -> {
                    if (model.add(id)) {
                        ids.add(id, id);
                    }
                }
                case 2, 3 -> assertThat(ids.remove(id)).isEqualTo(model.remove(id));
                default -> {
                    long last = id + random.nextInt(20);
                    IdRanges cut = ids.cut(id, last);
                    assertThat(cut.count())
                            .isEqualTo(model.subSet(id, true, last, true).size());
                    model.subSet(id, true, last, true).clear();
                }
            }
            assertThat(ids.count()).isEqualTo(model.size());
            assertThat(ids.contains(id)).isEqualTo(model.contains(id));
            assertThat(ids.atLeast(id)).isEqualTo(model.ceiling(id));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ids.write(new DataOutputStream(bytes));
        IdRanges read = IdRanges.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        assertThat(read).hasToString(ids.toString());
        assertThat(read.count()).isEqualTo(ids.count());
    }
}
