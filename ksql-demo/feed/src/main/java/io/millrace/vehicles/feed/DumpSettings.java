package io.millrace.vehicles.feed;

import static java.util.Objects.requireNonNull;

import io.millrace.core.failure.FatalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a {@link DumpSource} plays, and how fast.
 *
 * @param files played one after the other: {@code .json} holds one payload, all others hold lines
 * @param speed 1 as it was, 10 ten times as fast, 0 as fast as it is read
 * @param maxGap longest pause between two messages, before the speed counts; captures have holes of days
 * @param delay wait before the first message
 * @param maxBatch records of one poll, at least 1
 */
public record DumpSettings(List<Path> files, double speed, Duration maxGap, Duration delay, int maxBatch) {

    public DumpSettings {
        files = List.copyOf(files);
        requireNonNull(maxGap, "maxGap is null");
        requireNonNull(delay, "delay is null");
        if (files.isEmpty()) {
            throw new IllegalArgumentException("files must name at least one file");
        }
        if (!(speed >= 0) || Double.isInfinite(speed)) {
            throw new IllegalArgumentException("speed must be at least 0, was " + speed);
        }
        if (maxGap.isNegative() || delay.isNegative()) {
            throw new IllegalArgumentException("maxGap and delay must not be negative");
        }
        if (maxBatch < 1) {
            throw new IllegalArgumentException("maxBatch must be at least 1, was " + maxBatch);
        }
    }

    /** As fast as it is read. */
    public static DumpSettings of(List<Path> files) {
        return new DumpSettings(files, 0, Duration.ofSeconds(5), Duration.ZERO, 500);
    }

    /** The same at another speed. */
    public DumpSettings with(double otherSpeed) {
        return new DumpSettings(files, otherSpeed, maxGap, delay, maxBatch);
    }

    /**
     * Files as they are, and of folders all {@code .dump} and {@code .json} in the order of their names.
     *
     * @throws FatalException when one cannot be read, or a folder has none
     */
    public static List<Path> files(List<Path> paths) {
        List<Path> all = new ArrayList<>();
        for (Path path : paths) {
            if (!Files.isDirectory(path)) {
                if (!Files.isReadable(path)) {
                    throw new FatalException("cannot read " + path);
                }
                all.add(path);
                continue;
            }
            try (Stream<Path> files = Files.list(path)) {
                List<Path> dumps = files.filter(file -> file.toString().matches(".*\\.(dump|json)"))
                        .sorted()
                        .toList();
                if (dumps.isEmpty()) {
                    throw new FatalException("no .dump or .json in " + path);
                }
                all.addAll(dumps);
            } catch (IOException e) {
                throw new FatalException("cannot read " + path + ": " + e.getMessage(), e);
            }
        }
        return all;
    }
}
