package io.millrace.connector.file;

import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.TransientException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Remembers an offset in a file of one line, {@code {"bytes":4711,"lines":42}}, replaced as a whole. */
final class OffsetFile {

    private static final Pattern CONTENT = Pattern.compile("\\{\"bytes\":(\\d{1,18}),\"lines\":(\\d{1,18})}\\s*");

    private final Path path;
    private final Path next;

    OffsetFile(Path path) {
        this.path = path;
        this.next = path.resolveSibling(path.getFileName() + ".new");
    }

    Offset read() {
        try {
            String text = Files.readString(path);
            Matcher content = CONTENT.matcher(text);
            if (!content.matches()) {
                throw new FatalException("offset file " + path + " is damaged; delete it to read from the start");
            }
            return new Offset(Long.parseLong(content.group(1)), Long.parseLong(content.group(2)));
        } catch (NoSuchFileException e) {
            return Offset.START;
        } catch (IOException e) {
            throw new TransientException("cannot read offset file " + path, e);
        }
    }

    void write(Offset offset) {
        String text = "{\"bytes\":" + offset.bytes() + ",\"lines\":" + offset.lines() + "}\n";
        try {
            try (FileOutputStream out = new FileOutputStream(next.toFile())) {
                out.write(text.getBytes(StandardCharsets.UTF_8));
                out.getFD().sync();
            }
            Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new TransientException("cannot write offset file " + path, e);
        }
    }
}
