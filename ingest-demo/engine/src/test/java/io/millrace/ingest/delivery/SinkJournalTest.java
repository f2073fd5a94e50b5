package io.millrace.ingest.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.failure.FatalException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SinkJournalTest {

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("a.offsets");
    }

    private SinkJournal open() {
        return SinkJournal.open(file(), "p/a", 40);
    }

    @Test
    void remembersWhereItStandsAndWhatIsUnderWay() {
        String stream;
        Cut cut = new Cut(60, 15, Set.of("ticker", "match"));
        try (SinkJournal journal = open()) {
            stream = journal.stream();
            assertThat(stream).matches("p/a/[0-9a-f]{8}");
            assertThat(journal.position()).isEqualTo(40);
            journal.cut(new Cut(50, 5, Set.of()));
            journal.commit();
            journal.cut(cut);
        }
        try (SinkJournal journal = open()) {
            assertThat(journal.stream()).isEqualTo(stream);
            assertThat(journal.position()).isEqualTo(50);
            assertThat(journal.sequence()).isEqualTo(5);
            assertThat(journal.cut()).isEqualTo(cut);
            journal.giveUp();
            assertThat(journal.sequence()).isEqualTo(20);
            journal.pass(70);
        }
        try (SinkJournal journal = open()) {
            assertThat(journal.position()).isEqualTo(70);
            assertThat(journal.cut()).isNull();
        }
    }

    @Test
    void survivesAKillInTheMiddleOfAWrite() throws IOException {
        byte[] before;
        try (SinkJournal journal = open()) {
            journal.cut(new Cut(50, 5, Set.of()));
            before = Files.readAllBytes(file());
            journal.commit();
        }
        byte[] after = Files.readAllBytes(file());
        for (int written = 0; written < 4096; written += 13) {
            byte[] torn = after.clone();
            // the place that was written last is the first of the two
            System.arraycopy(before, written, torn, written, 4096 - written);
            Files.write(file(), torn);
            try (SinkJournal journal = open()) {
                assertThat(journal.position()).as("written " + written).isIn(40L, 50L);
                assertThat(journal.cut() == null).isEqualTo(journal.position() == 50);
            }
        }
    }

    @Test
    void saysWhenItIsLost() throws IOException {
        open().close();
        try (RandomAccessFile out = new RandomAccessFile(file().toFile(), "rw")) {
            out.write(new byte[8192]);
        }
        assertThatThrownBy(this::open)
                .isInstanceOf(FatalException.class)
                .hasMessageContaining("a.offsets")
                .hasMessageContaining("damaged");
    }
}
