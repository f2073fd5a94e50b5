package io.millrace.mq.node;

import static java.util.Objects.requireNonNull;

import io.millrace.core.net.HostPort;

/**
 * How a node listens.
 *
 * @param address where; port 0 takes a free one
 * @param plainPeers who may get replies of the reference protocol that are larger than their requests
 * @param socketBufferBytes what the kernel is asked to buffer in each direction; it may grant less
 * @param maxSessions how many clients of the extended protocol are remembered at once, at least 1
 * @param replyMemoryBytes what one client may let the node remember of replies, at least 128 KiB
 */
public record NodeSettings(
        HostPort address, PlainPeers plainPeers, int socketBufferBytes, int maxSessions, int replyMemoryBytes) {

    public NodeSettings {
        requireNonNull(address, "address is null");
        requireNonNull(plainPeers, "plainPeers is null");
        if (socketBufferBytes < 1) {
            throw new IllegalArgumentException("socketBufferBytes must be at least 1, was " + socketBufferBytes);
        }
        if (maxSessions < 1) {
            throw new IllegalArgumentException("maxSessions must be at least 1, was " + maxSessions);
        }
        if (replyMemoryBytes < 128 << 10) {
            throw new IllegalArgumentException("replyMemoryBytes must be at least 131072, was " + replyMemoryBytes);
        }
    }

    /** At that address; private plain peers, 4 MiB of socket buffers, 64 clients, 2 MiB of replies for each. */
    public static NodeSettings of(HostPort address) {
        return new NodeSettings(address, PlainPeers.PRIVATE, 4 << 20, 64, 2 << 20);
    }

    public NodeSettings withPlainPeers(PlainPeers other) {
        return new NodeSettings(address, other, socketBufferBytes, maxSessions, replyMemoryBytes);
    }

    public NodeSettings withSessions(int sessions, int bytesEach) {
        return new NodeSettings(address, plainPeers, socketBufferBytes, sessions, bytesEach);
    }
}
