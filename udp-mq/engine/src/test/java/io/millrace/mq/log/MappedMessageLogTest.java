package io.millrace.mq.log;

import static io.millrace.mq.log.LogContents.SMALL;
import static io.millrace.mq.log.LogContents.append;
import static io.millrace.mq.log.LogContents.files;
import static io.millrace.mq.log.LogContents.open;
import static io.millrace.mq.log.LogContents.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.testkit.Eventually;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class MappedMessageLogTest {

    @TempDir
    private Path folder;

    @Test
    void replaysWhatLivesInOrder() {
        long first;
        long third;
        try (MappedMessageLog log = open(folder)) {
            first = append(log, "first");
            long second = append(log, "");
            third = append(log, "third");
            assertThat(first).isLessThan(second);
            assertThat(second).isLessThan(third);
            log.release(second);
            log.release(second);
            log.release(4711);
        }
        assertThat(read(folder)).containsExactly(Map.entry(first, "first"), Map.entry(third, "third"));
        assertThat(read(folder)).hasSize(2);
    }

    @Test
    void givesNoIdTwiceAfterARestart() {
        long last = 0;
        for (int run = 0; run < 3; run++) {
            try (MappedMessageLog log = open(folder)) {
                long id = append(log, "only one");
                assertThat(id).isGreaterThan(last);
                log.release(id);
                last = id;
            }
        }
        assertThat(read(folder)).isEmpty();
    }

    @Test
    void takesHeapAndDirectBuffersAndMovesTheirPosition() {
        ByteBuffer heap = ByteBuffer.wrap("..heap..".getBytes(java.nio.charset.StandardCharsets.UTF_8), 2, 4);
        ByteBuffer direct = ByteBuffer.allocateDirect(6)
                .put(new byte[] {'d', 'i', 'r', 'e', 'c', 't'})
                .flip();
        try (MappedMessageLog log = open(folder)) {
            log.append(heap);
            log.append(direct);
        }
        assertThat(heap.remaining()).isZero();
        assertThat(direct.remaining()).isZero();
        assertThat(read(folder).values()).containsExactly("heap", "direct");
    }

    @Test
    void tellsHowFarTheDiskHasIt() {
        try (MappedMessageLog log = open(folder)) {
            assertThat(log.durable()).isEqualTo(log.position());
            append(log, "x");
            assertThat(log.durable()).isLessThan(log.position());
            assertThat(log.force()).isEqualTo(log.position()).isEqualTo(log.durable());
            assertThat(log.force()).isEqualTo(log.position());
        }
    }

    @Test
    void deletesSegmentsInWhichNothingLives() {
        try (MappedMessageLog log = open(folder)) {
            Deque<Long> live = new ArrayDeque<>();
            for (int i = 0; i < 5_000; i++) {
                live.add(append(log, "entry number " + i));
                if (live.size() > 50) {
                    log.release(live.remove());
                }
            }
            log.force();
            Eventually.until("few files are left", () -> files(folder).size() <= 4);
        }
        assertThat(read(folder)).hasSize(50);
    }

    @Test
    void movesWhatLivesLongSoThatTheLogStaysSmall() {
        List<Long> kept = new ArrayList<>();
        try (MappedMessageLog log = open(folder)) {
            for (int i = 0; i < 20_000; i++) {
                long id = append(log, "entry number " + i);
                if (i % 1_000 == 0) {
                    kept.add(id);
                } else {
                    log.release(id);
                }
            }
            assertThat(files(folder)).hasSizeLessThanOrEqualTo(SMALL.maxSegments());
        }
        assertThat(read(folder).keySet()).containsExactlyElementsOf(kept);
        try (MappedMessageLog log = open(folder)) {
            kept.forEach(log::release);
        }
        assertThat(read(folder)).isEmpty();
    }

    @Test
    void saysThatItIsFullAndGoesOnAfterReleases() {
        try (MappedMessageLog log = open(folder)) {
            Deque<Long> live = new ArrayDeque<>();
            assertThatThrownBy(() -> {
                        while (true) {
                            live.add(append(log, "a message of some length"));
                        }
                    })
                    .isInstanceOf(TransientException.class)
                    .hasMessageContaining(folder.toString())
                    .hasMessageContaining("is full")
                    .hasMessageContaining("at most 32768 bytes");
            assertThat(live).hasSizeGreaterThan(400);
            int before = live.size();
            for (int i = 0; i < before / 2; i++) {
                log.release(live.remove());
            }
            live.add(append(log, "again"));
            log.force();
            assertThat(files(folder)).hasSizeLessThanOrEqualTo(SMALL.maxSegments());
        }
        assertThat(read(folder).values()).last().isEqualTo("again");
    }

    @Test
    void canBeEmptiedInAnyOrderWhenItIsFull() {
        List<Long> live = new ArrayList<>();
        try (MappedMessageLog log = open(folder)) {
            assertThatThrownBy(() -> {
                        while (true) {
                            live.add(append(log, ""));
                        }
                    })
                    .isInstanceOf(TransientException.class);
            // the newest first: no segment becomes free before the end
            live.reversed().forEach(log::release);
            append(log, "room");
        }
        assertThat(read(folder).values()).containsExactly("room");
    }

    @Test
    void refusesAnEntryThatIsTooLong() {
        try (MappedMessageLog log = open(folder)) {
            int most = SMALL.maxEntryBytes();
            log.append(ByteBuffer.allocate(most));
            log.append(ByteBuffer.allocate(most));
            assertThatThrownBy(() -> log.append(ByteBuffer.allocate(most + 1)))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining(Integer.toString(most));
        }
        assertThat(read(folder)).hasSize(2);
    }

    @Test
    void letsOneLogHaveTheFolder() {
        try (MappedMessageLog log = open(folder)) {
            append(log, "mine");
            assertThatThrownBy(() -> open(folder))
                    .isInstanceOf(FatalException.class)
                    .hasMessage("log " + folder + " is in use by another process or node");
        }
        open(folder).close();
    }

    @Test
    void refusesToWorkAfterItWasClosed() {
        MappedMessageLog log = open(folder);
        log.close();
        log.close();
        assertThatIllegalStateException().isThrownBy(() -> append(log, "late"));
        assertThatIllegalStateException().isThrownBy(log::force);
    }

    @Test
    void saysWhichFolderItCannotUse() throws Exception {
        Path file = java.nio.file.Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(FatalException.class)
                .hasMessageContaining("cannot open log " + file);
    }

    @Test
    void refusesSettingsThatCannotWork() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LogSettings(5_000, 1 << 20, false))
                .withMessageContaining("multiple of 4096");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LogSettings(4_096, 4 * 4_096, false))
                .withMessageContaining("at least 5 segments");
    }
}
