package io.millrace.mq.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the tests of logs share: text entries, what a replay told, copies of a folder as a crash leaves it. */
final class LogContents {

    /** Small, so that segments come and go: 4 KiB each, eight of them. */
    static final LogSettings SMALL = new LogSettings(4_096, 8 * 4_096, false);

    private LogContents() {}

    static MappedMessageLog open(Path folder) {
        return MappedMessageLog.open(folder, SMALL, (id, entry) -> {});
    }

    /** The live entries by id, in the order of the replay. */
    static Map<Long, String> read(Path folder, LogSettings settings) {
        Map<Long, String> entries = new LinkedHashMap<>();
        MappedMessageLog.open(folder, settings, (id, entry) -> entries.put(id, text(entry)))
                .close();
        return entries;
    }

    static Map<Long, String> read(Path folder) {
        return read(folder, SMALL);
    }

    static long append(MessageLog log, String text) {
        return log.append(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    static String text(ByteBuffer entry) {
        return StandardCharsets.UTF_8.decode(entry).toString();
    }

    /** Copies the files as they are now, as the death of the process would leave them. */
    static Path crashed(Path folder, Path copy) throws IOException {
        Files.createDirectories(copy);
        List<Path> before;
        do {
            // a death is at one moment; a copy is only if no file came or went meanwhile
            for (Path file : files(copy)) {
                Files.delete(file);
            }
            before = files(folder);
            for (Path file : before) {
                copy(file, copy.resolve(file.getFileName()));
            }
        } while (!files(folder).equals(before));
        return copy;
    }

    private static void copy(Path file, Path to) throws IOException {
        try {
            Files.copy(file, to);
        } catch (NoSuchFileException _) {
            // then the list has changed
        }
    }

    static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
