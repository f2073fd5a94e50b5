package io.millrace.command;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/** What a line of a program's log is like, in UTC. */
public enum LogForm {
    /** {@code 2026-11-21 12:00:00.123 WARN text}. */
    LEVEL {
        @Override
        String line(Instant time, Level level, String logger, String message, @Nullable Throwable cause) {
            return MILLIS.format(time) + " " + level + " " + withStack(message, cause);
        }
    },
    /** {@code 2016-03-17 06:11:08.309974 text}, as the Python prototype of the message queues has it. */
    TIME {
        @Override
        String line(Instant time, Level level, String logger, String message, @Nullable Throwable cause) {
            return MICROS.format(time) + " " + withStack(message, cause);
        }
    },
    /**
     * A JSON object, as the Python program {@code listen} has it:
     * {@code {"timestamp":"2025-02-07T12:00:00.000000+00:00","system":"streaming_analytics_demo","level":"INFO",
     * "logger":"...","message":"..."}}, and {@code exception} when there is one.
     */
    JSON {
        @Override
        String line(Instant time, Level level, String logger, String message, @Nullable Throwable cause) {
            return "{\"timestamp\":\"" + OFFSET.format(time) + "\",\"system\":\"streaming_analytics_demo\",\"level\":\""
                    + (level == Level.WARN ? "WARNING" : level.toString()) + "\",\"logger\":" + quoted(logger)
                    + ",\"message\":" + quoted(message)
                    + (cause == null ? "" : ",\"exception\":" + quoted(stack(cause))) + "}";
        }
    };

    private static final DateTimeFormatter MILLIS = pattern("uuuu-MM-dd HH:mm:ss.SSS");
    private static final DateTimeFormatter MICROS = pattern("uuuu-MM-dd HH:mm:ss.SSSSSS");
    private static final DateTimeFormatter OFFSET = pattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSxxx");

    private static DateTimeFormatter pattern(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }

    private static String withStack(String message, @Nullable Throwable cause) {
        return message + (cause == null ? "" : "\n" + stack(cause));
    }

    private static String stack(Throwable cause) {
        StringBuilder text = new StringBuilder(cause.toString());
        for (StackTraceElement element : cause.getStackTrace()) {
            text.append("\n\tat ").append(element);
        }
        Throwable deeper = cause.getCause();
        return deeper == null ? text.toString() : text + "\nCaused by: " + stack(deeper);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            switch (character) {
                case '"', '\\' -> quoted.append('\\').append(character);
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (character < ' ') {
                        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) character));
                    } else {
                        quoted.append(character);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }

    abstract String line(Instant time, Level level, String logger, String message, @Nullable Throwable cause);
}
