package io.millrace.sql.wire;

/** The kinds of packets that the server sends. */
final class ServerPacket {

    static final int HELLO = 0;
    static final int DATA = 1;
    static final int EXCEPTION = 2;
    static final int PROGRESS = 3;
    static final int PONG = 4;
    static final int END_OF_STREAM = 5;
    static final int PROFILE_INFO = 6;

    private ServerPacket() {}
}
