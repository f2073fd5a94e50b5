package io.millrace.sql.wire;

import io.millrace.sql.wire.codec.Revisions;
import io.millrace.sql.wire.codec.WireCode;
import io.millrace.sql.wire.codec.WireException;
import io.millrace.sql.wire.codec.WireInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** The first packet of a client. */
record ClientHello(String client, int revision, String user, String password) {

    private static final int MAX_BYTES = 256;

    static ClientHello read(WireInput in) throws IOException {
        long type = in.readVarint();
        if (type != ClientPacket.HELLO) {
            throw new WireException(
                    WireCode.UNEXPECTED_PACKET,
                    type == 'G' || type == 'P'
                            ? "this is the port of the native protocol, not of HTTP"
                            : "a client begins with hello (0), not with packet " + Long.toUnsignedString(type));
        }
        String client = in.readText(MAX_BYTES, "client's name");
        in.readVarint();
        in.readVarint();
        int revision = in.readCount(Integer.MAX_VALUE, "the client's revision");
        String database = in.readText(MAX_BYTES, "database's name");
        ClientHello hello = new ClientHello(
                client, revision, in.readText(MAX_BYTES, "user's name"), in.readText(MAX_BYTES, "password"));
        if (revision < Revisions.OLDEST) {
            throw new WireException(
                    WireCode.NOT_SUPPORTED,
                    "the client speaks revision " + revision + ", the oldest that is served is " + Revisions.OLDEST);
        }
        if (!database.isEmpty() && !database.equals("default")) {
            throw new WireException(
                    WireCode.UNKNOWN_DATABASE, "there is no database '" + database + "', only 'default'");
        }
        return hello;
    }

    /** Takes the same time however much is right. */
    boolean isUser(String name, String secret) {
        boolean sameUser = same(user, name);
        boolean samePassword = same(password, secret);
        return sameUser && samePassword;
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "ClientHello[" + client + ", revision=" + revision + "]";
    }
}
