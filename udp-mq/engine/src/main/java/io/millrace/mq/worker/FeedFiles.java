package io.millrace.mq.worker;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lines of files, one of each in turn. A file that has ended drops out of the turns. Surrounding white space, one
 * pair of double quotes and SOH at the end are taken off; what is empty then is left out.
 */
final class FeedFiles implements AutoCloseable {

    private record Open(Path path, BufferedReader reader) {}

    private final List<Open> files = new ArrayList<>();
    private int turn;

    /**
     * Opens all of them.
     *
     * @throws InvalidRequestException when one cannot be opened, with its name
     */
    FeedFiles(List<Path> paths) {
        try {
            for (Path path : paths) {
                files.add(new Open(path, open(path)));
            }
        } catch (InvalidRequestException e) {
            close();
            throw e;
        }
    }

    private static BufferedReader open(Path path) {
        requireFile(path);
        try {
            // what is not UTF-8 arrives as another text and is for the function to judge
            return new BufferedReader(new InputStreamReader(Files.newInputStream(path), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new InvalidRequestException(Reason.NOT_FOUND, "cannot open " + path + ": " + e.getMessage(), e);
        }
    }

    static void requireFile(Path path) {
        if (!Files.exists(path)) {
            throw new InvalidRequestException(Reason.NOT_FOUND, "cannot open " + path + ": no such file");
        }
        if (Files.isDirectory(path)) {
            throw new InvalidRequestException(Reason.NOT_FOUND, "cannot open " + path + ": it is a folder");
        }
    }

    /** The next line, null when no file has one. */
    @Nullable
    String next() {
        while (!files.isEmpty()) {
            String line = read(files.get(turn));
            if (line == null) {
                close(files.remove(turn));
                turn = files.isEmpty() ? 0 : turn % files.size();
                continue;
            }
            turn = (turn + 1) % files.size();
            String bare = bare(line);
            if (!bare.isEmpty()) {
                return bare;
            }
        }
        return null;
    }

    /** The line without what surrounds it. */
    static String bare(String line) {
        String text = line.strip();
        int from = text.startsWith("\"") ? 1 : 0;
        int to = text.length() > from && text.endsWith("\"") ? text.length() - 1 : text.length();
        while (to > from && text.charAt(to - 1) == '\u0001') {
            to--;
        }
        return text.substring(from, to);
    }

    private static @Nullable String read(Open file) {
        try {
            return file.reader().readLine();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file.path(), e);
        }
    }

    @Override
    public void close() {
        files.forEach(FeedFiles::close);
        files.clear();
    }

    private static void close(Open file) {
        try {
            file.reader().close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + file.path(), e);
        }
    }
}
