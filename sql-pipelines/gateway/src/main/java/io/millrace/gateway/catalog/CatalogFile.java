package io.millrace.gateway.catalog;

import io.millrace.core.failure.FatalException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pipeline file on disk. A file that does not exist is read as the sample, and is written by the first change.
 *
 * <p><b>Threading:</b> thread-safe; changes are made one after the other.
 *
 * <p><b>Failure:</b> a change is either wholly on disk when its method returns, or not at all: the new text goes to a
 * file beside it, is forced to the disk and takes the old one's place, with its permissions, in one step.
 */
public final class CatalogFile {

    private static final Logger log = LoggerFactory.getLogger(CatalogFile.class);
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final long MAX_BYTES = 64L << 20;

    private final Path path;
    private final String sample;
    private @Nullable String seen;
    private boolean sampled;

    /**
     * @param path of the file, which need not exist
     * @param sample what to read while it does not
     */
    public CatalogFile(Path path, String sample) {
        this.path = path;
        this.sample = sample;
    }

    public Path path() {
        return path;
    }

    /** True when the file did not exist at the last look, so that the sample stands for it. */
    public synchronized boolean sampled() {
        return sampled;
    }

    /**
     * Reads the file.
     *
     * @throws CatalogException with everything that is wrong with it
     * @throws FatalException when it cannot be read
     */
    public synchronized PipelineCatalog load() {
        String text = text();
        seen = text;
        return CatalogReader.read(name(), text);
    }

    /**
     * Reads the file when it differs from what was last read or written here.
     *
     * @return null when it has not changed
     * @throws CatalogException once per broken edit
     * @throws FatalException when it cannot be read
     */
    public synchronized @Nullable PipelineCatalog reload() {
        String text = text();
        if (text.equals(seen)) {
            return null;
        }
        seen = text;
        return CatalogReader.read(name(), text);
    }

    /** Appends a pipeline and gives the new content. */
    public PipelineCatalog add(PipelineSpec spec) {
        return change(editor -> editor.add(spec));
    }

    /** Replaces the pipeline of the same name, or appends it when an edit by another hand has just removed it. */
    public PipelineCatalog replace(PipelineSpec spec) {
        return change(
                editor -> editor.catalog().pipeline(spec.name()).isPresent() ? editor.replace(spec) : editor.add(spec));
    }

    /** Removes the pipeline of that name, if it is there. */
    public PipelineCatalog remove(String pipeline) {
        return change(editor -> editor.catalog().pipeline(pipeline).isPresent()
                ? editor.remove(pipeline)
                : new CatalogEditor.Edit(text(), editor.catalog(), true));
    }

    private synchronized PipelineCatalog change(Function<CatalogEditor, CatalogEditor.Edit> edit) {
        String before = text();
        CatalogEditor.Edit after = edit.apply(new CatalogEditor(name(), before));
        if (!after.text().equals(before)) {
            try {
                Path target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
                if (!after.kept() && Files.exists(target)) {
                    Path backup = target.resolveSibling(target.getFileName() + ".bak");
                    Files.copy(target, backup, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
                    log.warn(
                            "{} had to be written anew without its comments, the old text is kept in {}", path, backup);
                }
                replace(target, after.text());
            } catch (IOException e) {
                throw new FatalException("cannot write " + path + ": " + reason(e), e);
            }
            sampled = false;
        }
        seen = after.text();
        return after.catalog();
    }

    private static void replace(Path target, String text) throws IOException {
        Path folder = target.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("not a file");
        }
        Path temporary = Files.createTempFile(folder, "." + target.getFileName() + ".", ".new");
        try {
            keepPermissions(target, temporary);
            write(temporary, text, StandardOpenOption.WRITE);
            try {
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (FileSystemException e) {
                // a single file mounted into a container cannot be replaced, only overwritten
                log.warn("cannot replace {} in one step ({}), overwriting it", target, reason(e));
                write(target, text, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
            }
            forceFolder(folder);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void write(Path file, String text, StandardOpenOption... options) throws IOException {
        try (FileChannel channel = FileChannel.open(file, options)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private static void keepPermissions(Path from, Path to) throws IOException {
        try {
            Files.setPosixFilePermissions(
                    to,
                    Files.exists(from)
                            ? Files.getPosixFilePermissions(from)
                            : PosixFilePermissions.fromString("rw-r--r--"));
            if (Files.exists(from) && !Files.getOwner(from).equals(Files.getOwner(to))) {
                Files.setOwner(to, Files.getOwner(from));
            }
        } catch (UnsupportedOperationException _) {
            log.debug("{} is on a file system without POSIX permissions", to);
        }
    }

    private static void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            log.debug("cannot force {} to the disk", folder, e);
        }
    }

    private String text() {
        try {
            if (Files.size(path) > MAX_BYTES) {
                throw new FatalException(
                        "%s has %d bytes, at most %d are read".formatted(path, Files.size(path), MAX_BYTES));
            }
            String text = Files.readString(path);
            sampled = false;
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (NoSuchFileException _) {
            sampled = true;
            return sample;
        } catch (CharacterCodingException _) {
            throw new CatalogException(
                    name(), List.of(new CatalogProblem(0, 0, "", "is not UTF-8; save it in that encoding")));
        } catch (IOException e) {
            throw new FatalException("cannot read " + path + ": " + reason(e), e);
        }
    }

    private String name() {
        Path name = path.getFileName();
        return name == null ? path.toString() : name.toString();
    }

    private static String reason(IOException e) {
        return e instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : e.getClass().getSimpleName() + " " + e.getMessage();
    }
}
