package io.millrace.mq.protocol;

/**
 * The numbers of the extended protocol, version 1; {@code docs/udp-protocol.md} has the layouts. No first byte is a hex
 * digit, so none of these datagrams can be a frame of the reference protocol.
 */
public final class Wire {

    public static final byte VERSION = 1;

    /** First byte: a client asks for a cookie. */
    public static final byte HELLO = 'H';
    /** First byte: the cookie. */
    public static final byte WELCOME = 'W';
    /** First byte: commands. */
    public static final byte REQUEST = 'Q';
    /** First byte: their results. */
    public static final byte REPLY = 'R';
    /** First byte: the request was not executed. */
    public static final byte NO = 'N';

    /** A hello must be so long, so that its answer is shorter. */
    public static final int HELLO_BYTES = 32;

    public static final int WELCOME_BYTES = 24;
    public static final int REQUEST_HEADER = 26;
    public static final int REPLY_HEADER = 14;
    public static final int NO_BYTES = 19;

    /** How many requests of one session may wait for their replies; a power of two. */
    public static final int WINDOW = 256;

    /** Why not: the cookie is unknown or too old; say hello again. */
    public static final int NO_COOKIE = 1;
    /** Why not: too many replies are remembered; try again later. */
    public static final int NO_BUSY = 2;
    /** Why not: the correlation is too far ahead of the oldest that is waited for. */
    public static final int NO_WINDOW = 3;
    /** Why not: this version is not spoken here. */
    public static final int NO_VERSION = 4;

    public static final int PUT = 1;
    public static final int GET = 2;
    public static final int LEASE = 3;
    public static final int ACK = 4;
    public static final int NAK = 5;
    public static final int EXTEND = 6;
    public static final int REJECT = 7;
    public static final int SIZE = 8;
    public static final int STAT = 9;

    public static final int HAS_KEY = 1;
    public static final int HAS_REASON = 2;
    public static final int HAS_ID = 4;
    public static final int HAS_TTL = 8;

    public static final int OK = 0;
    public static final int TOO_SMALL = 1;
    public static final int ERROR = 2;

    /** Why a put stopped: it did not. */
    public static final int TAKEN_ALL = 0;

    public static final int QUEUE_FULL = 1;
    public static final int LOG_FULL = 2;
    public static final int TOO_LARGE = 3;
    public static final int CLOSED = 4;

    /** The command's bytes are not as they must be; it and what follows were not executed. */
    public static final int MALFORMED = 1;
    /** There is no such command; it and what follows were not executed. */
    public static final int UNKNOWN_COMMAND = 2;
    /** The name is none, or would make one queue too many. */
    public static final int BAD_QUEUE = 3;

    private Wire() {}
}
