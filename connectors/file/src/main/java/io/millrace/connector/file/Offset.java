package io.millrace.connector.file;

/**
 * A place between two lines.
 *
 * @param bytes from the start of the file
 * @param lines before it
 */
record Offset(long bytes, long lines) {

    static final Offset START = new Offset(0, 0);
}
