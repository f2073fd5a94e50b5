package io.millrace.mq.log;

import static io.millrace.mq.log.LogContents.SMALL;
import static io.millrace.mq.log.LogContents.append;
import static io.millrace.mq.log.LogContents.crashed;
import static io.millrace.mq.log.LogContents.files;
import static io.millrace.mq.log.LogContents.open;
import static io.millrace.mq.log.LogContents.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.failure.FatalException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a log makes of the files that a crash, or something worse, left. */
final class RecoveryTest {

    private static final LogSettings SALVAGE = new LogSettings(SMALL.segmentBytes(), SMALL.maxBytes(), true);
    private static final int LAST = "the last one, of 33 bytes in full".length();

    @TempDir
    private Path temp;

    @Test
    void keepsEverythingAfterTheProcessDied() throws IOException {
        Path folder = temp.resolve("log");
        try (MappedMessageLog log = open(folder)) {
            append(log, "one");
            long two = append(log, "two");
            append(log, "three");
            log.release(two);
            assertThat(read(crashed(folder, temp.resolve("copy"))).values()).containsExactly("one", "three");
        }
    }

    @Test
    void cutsARecordThatIsTornAtAnyByte() throws IOException {
        Path folder = temp.resolve("log");
        try (MappedMessageLog log = open(folder)) {
            append(log, "kept");
            log.force();
            append(log, "kept, too");
            int start = offset(log);
            append(log, "the last one, of 33 bytes in full");
            int end = start + LogFormat.RECORD + LAST;
            for (int torn = start; torn < end; torn++) {
                Path copy = crashed(folder, temp.resolve("torn-" + torn));
                write(files(copy).getFirst(), torn, new byte[end - torn]);
                assertGoesOn(copy, torn);
                Path garbled = crashed(folder, temp.resolve("garbled-" + torn));
                write(files(garbled).getFirst(), torn, new byte[] {(byte) 0xa5});
                assertGoesOn(garbled, torn);
            }
        }
    }

    private static void assertGoesOn(Path copy, int torn) {
        assertThat(read(copy).values()).as("torn at %s", torn).containsExactly("kept", "kept, too");
        try (MappedMessageLog log = open(copy)) {
            append(log, "new");
        }
        assertThat(read(copy).values()).as("torn at %s", torn).containsExactly("kept", "kept, too", "new");
    }

    @Test
    void cutsWhatFollowsAHoleThatWasNeverForced() throws IOException {
        Path folder = temp.resolve("log");
        try (MappedMessageLog log = open(folder)) {
            append(log, "kept");
            log.force();
            append(log, "kept, too");
            int hole = offset(log);
            append(log, "in a page that did not reach the disk");
            append(log, "in a page that did");
            Path copy = crashed(folder, temp.resolve("copy"));
            write(files(copy).getFirst(), hole, new byte[64]);
            assertGoesOn(copy, hole);
        }
    }

    @Test
    void refusesDamageThatTheDiskOnceHad() throws IOException {
        Path folder = temp.resolve("log");
        try (MappedMessageLog log = open(folder)) {
            append(log, "kept");
            int place = offset(log);
            append(log, "damaged");
            append(log, "kept, too");
            log.force();
            Path copy = crashed(folder, temp.resolve("copy"));
            write(files(copy).getFirst(), place + LogFormat.RECORD, new byte[] {'D'});
            assertThatThrownBy(() -> open(copy))
                    .isInstanceOf(FatalException.class)
                    .hasMessageContaining(files(copy).getFirst() + " is damaged at byte " + place)
                    .hasMessageContaining("salvage");
            assertThat(read(copy, SALVAGE).values()).containsExactly("kept", "kept, too");
            assertThat(read(copy).values()).containsExactly("kept", "kept, too");
        }
    }

    @Test
    void refusesDamageInASegmentInTheMiddle() throws IOException {
        Path folder = threeSegments();
        Path middle = files(folder).get(1);
        int all = read(folder).size();
        write(middle, 1_600, new byte[300]);
        assertThatThrownBy(() -> open(folder))
                .isInstanceOf(FatalException.class)
                .hasMessageContaining(middle + " is damaged at byte 1");
        assertThat(read(folder, SALVAGE).size()).isBetween(all - 20, all - 5);
        assertThat(read(folder).size()).isBetween(all - 20, all - 5);
    }

    @Test
    void refusesADamagedHeaderAndAMissingFile() throws IOException {
        Path folder = threeSegments();
        int all = read(folder).size();
        Path middle = files(folder).get(1);
        write(middle, 20, new byte[] {77});
        assertThatThrownBy(() -> open(folder))
                .isInstanceOf(FatalException.class)
                .hasMessageContaining(middle + " is damaged at byte 0");
        int rest = read(folder, SALVAGE).size();
        assertThat(rest).isBetween(all / 3, all - 50);
        assertThat(middle.resolveSibling(middle.getFileName() + ".damaged")).exists();
        assertThatThrownBy(() -> open(folder))
                .isInstanceOf(FatalException.class)
                .hasMessageContaining("lacks " + middle);
        assertThat(read(folder, SALVAGE)).hasSize(rest);
    }

    @Test
    void refusesAFileThatWasCutShort() throws IOException {
        Path folder = threeSegments();
        Path first = files(folder).getFirst();
        try (RandomAccessFile file = new RandomAccessFile(first.toFile(), "rw")) {
            file.setLength(2_000);
        }
        assertThatThrownBy(() -> open(folder))
                .isInstanceOf(FatalException.class)
                .hasMessageContaining(first.toString());
    }

    @Test
    void removesAFileThatWasMadeInAdvance() throws IOException {
        Path folder = threeSegments();
        Map<Long, String> before = read(folder);
        Files.write(folder.resolve("0000000099.log"), new byte[1_000]);
        assertThat(read(folder)).isEqualTo(before);
        assertThat(folder.resolve("0000000099.log")).doesNotExist();
    }

    @Test
    void removesAFileWhoseHeaderWasBeingWritten() throws IOException {
        Path folder = temp.resolve("log");
        byte[] header = new byte[LogFormat.HEADER];
        try (MappedMessageLog log = open(folder)) {
            append(log, "kept");
            Path copy = crashed(folder, temp.resolve("copy"));
            try (RandomAccessFile file =
                    new RandomAccessFile(files(copy).getFirst().toFile(), "r")) {
                file.readFully(header);
            }
            Path last = copy.resolve("0000000099.log");
            for (int torn = 1; torn < header.length; torn++) {
                Files.write(last, Arrays.copyOf(Arrays.copyOf(header, torn), 1_000));
                assertThat(read(copy).values()).as("torn at %s", torn).containsExactly("kept");
                assertThat(last).doesNotExist();
            }
        }
    }

    @Test
    void takesNothingThatAClientWroteForARecord() throws IOException {
        Path folder = temp.resolve("log");
        byte[] mark = new byte[64];
        try (MappedMessageLog log = open(folder)) {
            append(log, "kept");
            log.force();
            try (RandomAccessFile file =
                    new RandomAccessFile(files(folder).getFirst().toFile(), "r")) {
                file.seek(offset(log) - LogFormat.RECORD);
                file.readFully(mark);
            }
        }
        // the same bytes in the payload of another log, behind a torn record
        Path other = temp.resolve("other");
        try (MappedMessageLog log = open(other)) {
            int torn = offset(log);
            append(log, "torn");
            log.append(java.nio.ByteBuffer.wrap(mark));
            Path copy = crashed(other, temp.resolve("copy"));
            write(files(copy).getFirst(), torn, new byte[8]);
            assertThat(read(copy)).isEmpty();
        }
    }

    private Path threeSegments() {
        Path folder = temp.resolve("log");
        List<Long> ids = new ArrayList<>();
        try (MappedMessageLog log = open(folder)) {
            while (files(folder).size() < 4) {
                ids.add(append(log, "entry number " + ids.size()));
                log.force();
            }
        }
        assertThat(files(folder)).hasSizeGreaterThanOrEqualTo(3);
        return folder;
    }

    /** Where the next record goes; everything is in the first segment. */
    private static int offset(MappedMessageLog log) {
        long position = log.position();
        // a mark follows what was forced
        return (int) (log.durable() == position ? position + LogFormat.RECORD : position);
    }

    private static void write(Path path, long offset, byte[] bytes) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.seek(offset);
            file.write(bytes);
        }
    }
}
