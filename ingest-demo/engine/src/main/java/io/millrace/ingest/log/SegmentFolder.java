package io.millrace.ingest.log;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder of a log: files named after the offset of their first row, {@code 00000000000000000000.rows}. */
final class SegmentFolder {

    private static final Logger log = LoggerFactory.getLogger(SegmentFolder.class);
    private static final Pattern NAME = Pattern.compile("\\d{20}\\.rows");

    private final Path folder;

    SegmentFolder(Path folder) {
        this.folder = folder;
    }

    /** All files, in order; what a kill left unfinished at the end of the last is cut off. */
    List<Segment> recover() throws IOException {
        Files.createDirectories(folder);
        List<Path> files = files();
        List<Segment> segments = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            Path file = files.get(i);
            long base = base(file);
            boolean isLast = i == files.size() - 1;
            if (!Segment.isHead(file, base)) {
                unreadable(file, isLast);
            } else if (isLast) {
                segments.add(SegmentScan.cut(file, base));
            } else {
                segments.add(SegmentScan.sealed(file, base, base(files.get(i + 1))));
            }
        }
        return segments;
    }

    /** A last file is made in two steps, of which a kill may leave the first. */
    private static void unreadable(Path file, boolean isLast) throws IOException {
        if (isLast && Files.size(file) <= Segment.HEAD) {
            Files.delete(file);
        } else {
            log.error("file of the log has no head and is left out, file={}", file);
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(
                            file -> NAME.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        }
    }

    private static long base(Path file) {
        return Long.parseLong(file.getFileName().toString().substring(0, 20));
    }

    /** A new file, on the disk with its name. */
    Segment create(long base) throws IOException {
        Path file = folder.resolve("%020d.rows".formatted(base));
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.setLength(0);
            out.write(Segment.head(base));
            out.getFD().sync();
        }
        sync(folder);
        return new Segment(file, base, base, Segment.HEAD);
    }

    /** Makes names of files durable; not every system can, and those need not. */
    static void sync(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException _) {
            log.debug("a folder cannot be forced to the disk here, folder={}", folder);
        }
    }
}
