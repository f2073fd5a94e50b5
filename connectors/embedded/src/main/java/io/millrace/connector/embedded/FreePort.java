package io.millrace.connector.embedded;

import io.millrace.core.failure.FatalException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Finds ports on loopback that nobody listens on. */
final class FreePort {

    private FreePort() {}

    /** The same port when it is not 0, else one that was free a moment ago. */
    static int orFree(int port) {
        return port == 0 ? any() : port;
    }

    private static int any() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new FatalException("no free port on loopback: " + e.getMessage(), e);
        }
    }

    /**
     * Looks whether the port can be taken.
     *
     * @throws FatalException when another process has it; the message names engine and port
     */
    static void check(String engine, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new FatalException("cannot start " + engine + ": port " + port + " is taken", e);
        }
    }
}
