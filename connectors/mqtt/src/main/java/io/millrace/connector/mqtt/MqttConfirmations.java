package io.millrace.connector.mqtt;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;

/**
 * Which messages of quality 1 have not been confirmed to the broker. They are confirmed in the order of their arrival,
 * all up to the last that was stored: what the overflow policy has dropped meanwhile is confirmed with them.
 *
 * <p>A session that the broker kept goes on over a reconnect: it then sends again what was not confirmed, under the
 * same packet id. What is still held here, or was stored while the connection was down, is known by that id and not
 * taken twice.
 *
 * <p><b>Threading:</b> thread-safe.
 */
final class MqttConfirmations {

    /** A message that came over the session's current life. */
    private record Open(long sequence, int packetId) {}

    private final ArrayDeque<Open> open = new ArrayDeque<>();
    private final Set<Integer> held = new HashSet<>();
    private final Set<Integer> stored = new HashSet<>();

    /** What to do with a message that has just come. */
    enum Arrived {
        /** It is new. */
        TAKE,
        /** It is held already and will be confirmed when that one is stored. */
        HELD,
        /** It was stored before the connection broke: confirm it now. */
        STORED
    }

    /** Looks at a message without remembering it. */
    synchronized Arrived look(int packetId, boolean duplicate) {
        if (!duplicate) {
            return Arrived.TAKE;
        }
        return held.contains(packetId) ? Arrived.HELD : stored.contains(packetId) ? Arrived.STORED : Arrived.TAKE;
    }

    /** A message that was taken. */
    synchronized void taken(long sequence, int packetId) {
        open.addLast(new Open(sequence, packetId));
        held.add(packetId);
        stored.remove(packetId);
    }

    /** Writes the confirmations of all that arrived up to this one; nothing when there are none. */
    synchronized void confirm(long upTo, ByteBuf to) {
        for (Open next = open.peekFirst(); next != null && next.sequence() <= upTo; next = open.peekFirst()) {
            open.removeFirst();
            held.remove(next.packetId());
            MqttPackets.confirm(to, next.packetId());
        }
    }

    /** The same without connection. */
    synchronized void storedOffline(long upTo) {
        for (Open next = open.peekFirst(); next != null && next.sequence() <= upTo; next = open.peekFirst()) {
            open.removeFirst();
            held.remove(next.packetId());
            stored.add(next.packetId());
        }
    }

    /** The confirmation that was missed has been sent. */
    synchronized void caughtUp(int packetId) {
        stored.remove(packetId);
    }

    /** What arrived behind this one is not held any more, and will be taken when it comes again. */
    synchronized void forgetAfter(long sequence) {
        for (Open last = open.peekLast(); last != null && last.sequence() > sequence; last = open.peekLast()) {
            open.removeLast();
            held.remove(last.packetId());
        }
    }

    /** The broker has forgotten the session: the old packet ids mean nothing any more. */
    synchronized void forget() {
        open.clear();
        held.clear();
        stored.clear();
    }

    /** How many messages wait for their confirmation. */
    synchronized int size() {
        return open.size();
    }
}
