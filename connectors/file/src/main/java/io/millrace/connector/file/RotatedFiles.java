package io.millrace.connector.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files that were put aside: {@code orders-000001.ndjson} and so on beside {@code orders.ndjson}. */
final class RotatedFiles {

    private final Path path;
    private final String stem;
    private final String ending;
    private final Pattern names;

    RotatedFiles(Path path) {
        this.path = path.toAbsolutePath();
        String name = this.path.getFileName().toString();
        int dot = name.lastIndexOf('.');
        stem = dot > 0 ? name.substring(0, dot) : name;
        ending = dot > 0 ? name.substring(dot) : "";
        names = Pattern.compile(Pattern.quote(stem) + "-(\\d{6,9})" + Pattern.quote(ending) + "(\\.gz)?");
    }

    /** Renames the file to the number behind the largest. */
    Path putAside() throws IOException {
        int largest = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path.getParent())) {
            for (Path file : files) {
                Matcher name = names.matcher(file.getFileName().toString());
                if (name.matches()) {
                    largest = Math.max(largest, Integer.parseInt(name.group(1)));
                }
            }
        }
        Path aside = path.resolveSibling("%s-%06d%s".formatted(stem, largest + 1, ending));
        Files.move(path, aside, StandardCopyOption.ATOMIC_MOVE);
        AppendFile.syncFolder(path);
        return aside;
    }

    /** Those that are not compressed, oldest first. */
    List<Path> uncompressed() throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path.getParent())) {
            for (Path file : files) {
                Matcher name = names.matcher(file.getFileName().toString());
                if (name.matches() && name.group(2) == null) {
                    found.add(file);
                }
            }
        }
        found.sort(null);
        return found;
    }
}
