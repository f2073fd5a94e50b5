package io.millrace.gateway.catalog;

import static java.util.Objects.requireNonNull;

import io.millrace.core.flow.Overflow;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A named pipeline as its user wrote it.
 *
 * @param name unique in its file, not empty, without {@code /}
 * @param sqls set-up statements and then one query, one statement per element, in the Proton dialect
 * @param share true when all readers of a streaming query share one run of it
 * @param engine which engine runs it, null for the file's default
 * @param overflow what happens to a reader that is too slow and names no policy itself, null for the service's default
 * @param key the column whose latest row is kept under {@code latest-by-key}, null when the policy is another
 * @param maxRows rows that may wait for one reader, null for the service's default
 * @param maxBytes bytes that may wait for one reader, null for the service's default
 * @param maxAge how old a waiting row may become, null for the service's default
 */
public record PipelineSpec(
        String name,
        List<String> sqls,
        boolean share,
        @Nullable String engine,
        @Nullable Overflow overflow,
        @Nullable String key,
        @Nullable Long maxRows,
        @Nullable Long maxBytes,
        @Nullable Duration maxAge) {

    public PipelineSpec {
        requireNonNull(name, "name is null");
        sqls = List.copyOf(sqls);
    }

    /** A pipeline with every option left to its default. */
    public PipelineSpec(String name, List<String> sqls) {
        this(name, sqls, true, null, null, null, null, null, null);
    }

    /**
     * A short text that changes when the pipeline does, and only then: the same on every machine and after each
     * restart.
     */
    public String version() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts()) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private List<String> parts() {
        List<String> parts = new ArrayList<>();
        parts.add(name);
        parts.add(share + "," + engine + "," + overflow + "," + key + "," + maxRows + "," + maxBytes + "," + maxAge);
        parts.addAll(sqls);
        return parts;
    }
}
