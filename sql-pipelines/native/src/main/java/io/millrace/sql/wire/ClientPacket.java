package io.millrace.sql.wire;

/** The kinds of packets that a client sends. */
final class ClientPacket {

    static final int HELLO = 0;
    static final int QUERY = 1;
    static final int DATA = 2;
    static final int CANCEL = 3;
    static final int PING = 4;
    static final int TABLES_STATUS = 5;

    private ClientPacket() {}
}
