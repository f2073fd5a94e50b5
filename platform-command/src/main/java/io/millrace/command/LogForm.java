package io.millrace.command;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.slf4j.event.Level;

/** How a line of a program's log begins, in UTC. */
public enum LogForm {
    /** {@code 2026-11-21 12:00:00.123 WARN text}. */
    LEVEL {
        @Override
        String head(Instant time, Level level) {
            return MILLIS.format(time) + " " + level + " ";
        }
    },
    /** {@code 2016-03-17 06:11:08.309974 text}, as the Python prototype of the message queues has it. */
    TIME {
        @Override
        String head(Instant time, Level level) {
            return MICROS.format(time) + " ";
        }
    };

    private static final DateTimeFormatter MILLIS = pattern("uuuu-MM-dd HH:mm:ss.SSS");
    private static final DateTimeFormatter MICROS = pattern("uuuu-MM-dd HH:mm:ss.SSSSSS");

    private static DateTimeFormatter pattern(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }

    abstract String head(Instant time, Level level);
}
