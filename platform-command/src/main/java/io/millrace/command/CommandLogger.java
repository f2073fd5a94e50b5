package io.millrace.command;

import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** A logger that writes to {@link CommandLog}. */
final class CommandLogger extends LegacyAbstractLogger {

    private static final long serialVersionUID = 1L;

    CommandLogger(String name) {
        this.name = name;
    }

    @Override
    public boolean isTraceEnabled() {
        return CommandLog.enabled(Level.TRACE);
    }

    @Override
    public boolean isDebugEnabled() {
        return CommandLog.enabled(Level.DEBUG);
    }

    @Override
    public boolean isInfoEnabled() {
        return CommandLog.enabled(Level.INFO);
    }

    @Override
    public boolean isWarnEnabled() {
        return CommandLog.enabled(Level.WARN);
    }

    @Override
    public boolean isErrorEnabled() {
        return CommandLog.enabled(Level.ERROR);
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            String message,
            @Nullable Object @Nullable [] arguments,
            @Nullable Throwable cause) {
        CommandLog.write(level, name, MessageFormatter.basicArrayFormat(message, arguments), cause);
    }
}
