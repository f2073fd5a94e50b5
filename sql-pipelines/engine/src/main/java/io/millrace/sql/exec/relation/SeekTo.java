package io.millrace.sql.exec.relation;

import io.millrace.sql.SqlException;
import io.millrace.sql.batch.Batches;
import io.millrace.sql.batch.LongVector;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.type.TimeUnit;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where one read of a stored stream begins. */
final class SeekTo {

    private static final Pattern AGO = Pattern.compile("-(\\d{1,9})(ns|us|ms|s|m|h|d|w)");
    private static final Pattern SEQUENCE = Pattern.compile("\\d{1,18}");
    private static final Pattern TIME = Pattern.compile(
            "(\\d{4}-\\d{2}-\\d{2})(?:[ T](\\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,9})?)(Z|[+-]\\d{2}:\\d{2})?)?");

    private final boolean latest;
    private final long fromSequence;
    private final long fromMillis;
    private boolean found;

    private SeekTo(boolean latest, long fromSequence, long fromMillis) {
        this.latest = latest;
        this.fromSequence = fromSequence;
        this.fromMillis = fromMillis;
    }

    /**
     * Reads the setting.
     *
     * @param text {@code earliest}, {@code latest}, a sequence number, a time (UTC unless it has an offset), or
     *     {@code -1h}; null is latest for a streaming read, earliest for a bounded one
     */
    static SeekTo parse(@Nullable String text, boolean bounded, Instant now) {
        String setting = text == null ? (bounded ? "earliest" : "latest") : text.trim();
        if (setting.equalsIgnoreCase("latest")) {
            return new SeekTo(true, 0, Long.MIN_VALUE);
        }
        if (setting.toLowerCase(Locale.ROOT).equals("earliest")) {
            return new SeekTo(false, 0, Long.MIN_VALUE);
        }
        if (SEQUENCE.matcher(setting).matches()) {
            return new SeekTo(false, Long.parseLong(setting), Long.MIN_VALUE);
        }
        Matcher ago = AGO.matcher(setting);
        if (ago.matches()) {
            TimeUnit unit = TimeUnit.ofSuffix(ago.group(2)).orElseThrow();
            long millis = Long.parseLong(ago.group(1)) * Math.max(1, unit.nanos() / 1_000_000);
            return new SeekTo(false, 0, now.toEpochMilli() - millis);
        }
        return new SeekTo(false, 0, time(setting));
    }

    private static long time(String setting) {
        Matcher time = TIME.matcher(setting);
        try {
            if (time.matches()) {
                LocalDate day = LocalDate.parse(time.group(1));
                if (time.group(2) == null) {
                    return day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
                }
                String offset = time.group(3) == null ? "Z" : time.group(3);
                return OffsetDateTime.parse(day + "T" + time.group(2) + offset)
                        .toInstant()
                        .toEpochMilli();
            }
        } catch (DateTimeException _) {
            // told below
        }
        throw SqlException.of(
                SqlException.Code.INVALID_SETTING,
                "seek_to '" + setting + "' is none of earliest, latest, a sequence number, a time, -1h");
    }

    boolean latest() {
        return latest;
    }

    /** True when the begin has been passed: all further rows belong to the read. */
    boolean found() {
        return found || latest;
    }

    /**
     * The rows of a block that belong to the read; called for each block in order.
     *
     * @param times event times of the rows, in milliseconds
     */
    RowBatch rest(RowBatch rows, long firstSequence, LongVector times) {
        int from = Math.clamp(fromSequence - firstSequence, 0, rows.size());
        while (from < rows.size() && times.values[from] < fromMillis) {
            from++;
        }
        found = from < rows.size();
        return Batches.slice(rows, from, rows.size());
    }
}
