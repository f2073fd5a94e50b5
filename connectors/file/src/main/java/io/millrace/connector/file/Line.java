package io.millrace.connector.file;

import org.jspecify.annotations.Nullable;

/**
 * One line as it was found in a file.
 *
 * @param text without line feed; null when there is a problem
 * @param problem why it cannot be read; null when it can
 * @param end where it ends
 */
record Line(@Nullable String text, @Nullable String problem, Offset end) {}
