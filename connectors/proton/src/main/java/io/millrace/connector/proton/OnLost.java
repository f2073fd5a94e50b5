package io.millrace.connector.proton;

/** What a streaming query does when it loses its server. */
public enum OnLost {
    /** It tells a gap and runs again, however long that takes. */
    RECONNECT,
    /** It fails. */
    FAIL
}
