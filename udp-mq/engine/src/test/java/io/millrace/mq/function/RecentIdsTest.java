package io.millrace.mq.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RecentIdsTest {

    @Test
    void itHoldsWhatASetHolds() {
        Random random = new Random(9);
        for (int max : new int[] {1, 2, 7, 1000, 20_000}) {
            RecentIds ids = new RecentIds(max);
            LinkedHashSet<String> expected = new LinkedHashSet<>();
            for (int i = 0; i < 150_000; i++) {
                String id = id(random, 2 * max);
                assertThat(ids.contains(id)).as(id).isEqualTo(expected.contains(id));
                if (!expected.contains(id)) {
                    if (expected.size() == max) {
                        expected.removeFirst();
                    }
                    expected.add(id);
                    ids.add(id);
                }
            }
            assertThat(ids.size()).isEqualTo(expected.size());
            assertThat(expected).allMatch(ids::contains);
        }
    }

    /** Of all widths, lone surrogates included. */
    private static String id(Random random, int different) {
        int number = random.nextInt(different);
        return switch (number % 5) {
            case 0 -> "O" + number;
            case 1 -> "\u00e4" + number;
            case 2 -> "\u20ac" + number;
            case 3 -> "\ud83d" + number;
            default -> number < 20 ? "\u0001".repeat(number) : number + " ".repeat(number % 200);
        };
    }

    @Test
    void longOnesGetABlockOfTheirOwn() {
        RecentIds ids = new RecentIds(50);
        for (int i = 0; i < 500; i++) {
            String id = (i % 2 == 0 ? "x" : "\u20ac").repeat(200_000 + i);
            assertThat(ids.contains(id)).isFalse();
            ids.add(id);
            assertThat(ids.contains(id)).isTrue();
        }
        assertThat(ids.size()).isEqualTo(50);
        assertThat(ids.contains("x".repeat(200_450))).isTrue();
        assertThat(ids.contains("\u20ac".repeat(200_449))).isFalse();
    }
}
