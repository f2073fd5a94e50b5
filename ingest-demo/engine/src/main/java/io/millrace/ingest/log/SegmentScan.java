package io.millrace.ingest.log;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks through files of the log after a start. */
final class SegmentScan {

    private static final Logger log = LoggerFactory.getLogger(SegmentScan.class);

    private SegmentScan() {}

    /** The last file: what is not whole at its end is cut off, rows that are damaged before it are told. */
    static Segment cut(Path file, long base) throws IOException {
        long size = Files.size(file);
        long rows = 0;
        long whole = Segment.HEAD;
        long damaged = 0;
        long damagedNow = 0;
        try (SegmentReader reader = SegmentReader.open(file)) {
            while (true) {
                SegmentReader.Step step = reader.next();
                if (step == SegmentReader.Step.END) {
                    break;
                }
                damagedNow++;
                if (step == SegmentReader.Step.ROW) {
                    // a damaged row is one in the middle when a whole one follows
                    rows += damagedNow;
                    damaged += damagedNow - 1;
                    damagedNow = 0;
                    whole = reader.position();
                }
            }
        }
        if (damaged > 0) {
            log.error("rows of the log are damaged and will be left out, rows={} file={}", damaged, file);
        }
        if (whole < size) {
            log.warn("the end of the log was not whole and is cut off, bytes={} file={}", size - whole, file);
            try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
                out.setLength(whole);
                out.getFD().sync();
            }
        }
        return new Segment(file, base, base + rows, whole);
    }

    /** A file that others follow: its rows are only counted. */
    static Segment sealed(Path file, long base, long next) throws IOException {
        long rows = 0;
        try (SegmentReader reader = SegmentReader.open(file)) {
            while (reader.skip()) {
                rows++;
            }
        }
        return new Segment(file, base, Math.min(next, base + rows), Files.size(file));
    }
}
