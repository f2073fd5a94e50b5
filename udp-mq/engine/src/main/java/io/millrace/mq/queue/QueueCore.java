package io.millrace.mq.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.core.flow.Overflow;
import io.millrace.core.time.Ticker;
import io.millrace.mq.statistics.NodeMeter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * What a queue holds, and what happens to it.
 *
 * <p>A message is ready (in {@link Ready}, or among those that came back), delayed or leased. Messages that came back
 * stand before those that came later, by their sequence. Time is looked at when something is asked, not by a thread.
 *
 * <p><b>Threading:</b> not thread-safe; the queue's lock guards it. The lock of a dead-letter queue is taken within it.
 */
final class QueueCore {

    private static final long DAY_NANOS = 86_400_000_000_000L;

    final QueueCounters counters = new QueueCounters();
    private final MessageQueueSettings settings;
    private final Ticker ticker;
    private final NodeMeter meter;
    private final @Nullable MessageQueue dead;
    private final @Nullable Journal journal;
    private final Ready ready;
    private final @Nullable KeyedReady keyed;
    private final @Nullable DedupeWindow dedupe;
    private final PriorityQueue<Held> returned =
            new PriorityQueue<>(Comparator.comparingLong(held -> Entry.sequence(held.entry, 0)));
    private final Map<Long, Held> leases = new HashMap<>();
    private final Timers timers = new Timers();
    private final MessageView view = new MessageView();
    private final long ttlNanos;
    private long sequence;
    private long nextLease;
    private int messages;
    private long bytes;

    QueueCore(
            MessageQueueSettings settings,
            Ticker ticker,
            NodeMeter meter,
            @Nullable MessageQueue dead,
            @Nullable Journal journal) {
        this.settings = settings;
        this.ticker = ticker;
        this.meter = meter;
        this.dead = dead;
        this.journal = journal;
        this.keyed = settings.overflow() == Overflow.LATEST_BY_KEY ? new KeyedReady() : null;
        this.ready = keyed == null ? new BlockReady() : keyed;
        this.dedupe = settings.dedupeWindow().isZero()
                ? null
                : new DedupeWindow(settings.dedupeWindow().toNanos(), settings.dedupeCount());
        this.ttlNanos = settings.ttl().toNanos();
        // no id of an earlier process may name a lease of this one
        this.nextLease = ticker.now().getEpochSecond() << 32;
    }

    // ---- in

    long nanos() {
        return ticker.nanos();
    }

    PutResult put(PutArguments put) {
        PutResult result = put(put, ticker.nanos());
        if (result == PutResult.STORED) {
            meter.in(1);
        }
        return result;
    }

    /** Tells of messages that {@link #put(PutArguments, long)} has stored. */
    void stored(int count) {
        meter.in(count);
    }

    /** Puts as one of a batch, of which {@link #stored} tells. */
    PutResult put(PutArguments put, long nanos) {
        if (put.bodyLength > MessageQueue.MAX_MESSAGE) {
            return PutResult.TOO_LARGE;
        }
        if (dedupe != null && put.hasId && dedupe.contains(put.idHigh, put.idLow, nanos)) {
            counters.duplicate++;
            return PutResult.DUPLICATE;
        }
        int length = Entry.length(put.hasId, put.keyLength, put.reasonLength, put.bodyLength);
        PutResult refusal = makeRoom(put, length, nanos);
        return refusal == null ? store(put, length, nanos) : refusal;
    }

    private PutResult store(PutArguments put, int length, long nanos) {
        ready.reserve(length);
        byte[] block = ready.block();
        int at = ready.at();
        put.write(block, at);
        Entry.sequence(block, at, sequence);
        Entry.putNanos(block, at, nanos);
        Entry.expiryNanos(block, at, expiry(put.ttlMillis, nanos));
        Entry.logId(block, at, Entry.NOT_LOGGED);
        Entry.deliveries(block, at, 0);
        if (journal != null && !journal.append(block, at, nanos)) {
            counters.refused++;
            return PutResult.LOG_FULL;
        }
        if (keyed != null) {
            displaceKey(keyed, put);
        }
        ready.commit();
        sequence++;
        messages++;
        bytes += length;
        if (dedupe != null && put.hasId) {
            dedupe.add(put.idHigh, put.idLow, nanos);
        }
        counters.put++;
        return PutResult.STORED;
    }

    private long expiry(long ttlMillis, long nanos) {
        long own = ttlMillis == 0 ? 0 : Math.min(ttlMillis * 1_000_000, 3650 * DAY_NANOS);
        long life = own == 0 ? ttlNanos : ttlNanos == 0 ? own : Math.min(own, ttlNanos);
        return life == 0 ? Entry.NEVER : nanos + life;
    }

    /** Takes in a message of the log. */
    void recover(byte[] entry) {
        long nanos = ticker.nanos();
        ready.reserve(entry.length);
        System.arraycopy(entry, 0, ready.block(), ready.at(), entry.length);
        Entry.sequence(ready.block(), ready.at(), sequence++);
        if (keyed != null) {
            byte[] older = keyed.remove(entry, Entry.keyAt(entry, 0), Entry.keyLength(entry, 0));
            if (older != null) {
                displaced(older, 0);
            }
        }
        ready.commit();
        messages++;
        bytes += entry.length;
        counters.recovered++;
        if (dedupe != null && Entry.idLength(entry, 0) > 0) {
            long high = Entry.idHigh(entry, 0);
            long low = Entry.idLow(entry, 0);
            if (!dedupe.contains(high, low, nanos)) {
                dedupe.add(high, low, nanos);
            }
        }
    }

    /** Null when there is room now. */
    private @Nullable PutResult makeRoom(PutArguments put, int length, long nanos) {
        if (fits(length)) {
            return null;
        }
        ripen(nanos);
        purge(nanos);
        boolean replaces = keyed != null && keyed.holds(put);
        if (fits(length) || (replaces && bytes + length <= settings.maxBytes())) {
            return null;
        }
        switch (settings.overflow()) {
            case BLOCK, DISCONNECT -> {
                counters.refused++;
                return PutResult.FULL;
            }
            case DROP_NEWEST -> {}
            case DROP_OLDEST, LATEST_BY_KEY -> {
                while (!fits(length) && depth() > 0) {
                    boolean fromReturned = returnedFirst();
                    byte[] block = fromReturned ? firstReturned().entry : ready.headBlock();
                    int at = fromReturned ? 0 : ready.headAt();
                    displaced(block, at);
                    removeFirst(fromReturned);
                }
                if (fits(length)) {
                    return null;
                }
            }
        }
        counters.dropped++;
        return PutResult.DROPPED;
    }

    private boolean fits(int length) {
        return messages < settings.maxMessages() && bytes + length <= settings.maxBytes();
    }

    private void displaceKey(KeyedReady keyedReady, PutArguments put) {
        byte[] older = keyedReady.remove(put.key, put.keyOffset, put.keyLength);
        if (older != null) {
            displaced(older, 0);
        }
    }

    /** Counts a stored message out that makes room for another. */
    private void displaced(byte[] block, int at) {
        forget(block, at);
        counters.displaced++;
        counters.dropped++;
    }

    // ---- out

    int get(int max, MessageVisitor visitor) {
        long nanos = ticker.nanos();
        ripen(nanos);
        int count = 0;
        while (count < max && hasReady(nanos)) {
            boolean fromReturned = returnedFirst();
            byte[] block = fromReturned ? firstReturned().entry : ready.headBlock();
            int at = fromReturned ? 0 : ready.headAt();
            if (!visitor.accept(view.at(block, at, 0, Entry.deliveries(block, at) + 1, nanos))) {
                break;
            }
            meter.latency(nanos - Entry.putNanos(block, at));
            forget(block, at);
            removeFirst(fromReturned);
            count++;
        }
        counters.got += count;
        if (count > 0) {
            meter.out(count);
        }
        return count;
    }

    int lease(int max, long leaseNanos, MessageVisitor visitor) {
        long nanos = ticker.nanos();
        ripen(nanos);
        int count = 0;
        while (count < max && hasReady(nanos)) {
            boolean fromReturned = returnedFirst();
            byte[] block = fromReturned ? firstReturned().entry : ready.headBlock();
            int at = fromReturned ? 0 : ready.headAt();
            int deliveries = Entry.deliveries(block, at) + 1;
            if (!visitor.accept(view.at(block, at, nextLease + 1, deliveries, nanos))) {
                break;
            }
            Held held = fromReturned
                    ? firstReturned()
                    : new Held(Arrays.copyOfRange(block, at, at + Entry.length(block, at)));
            removeFirst(fromReturned);
            grant(held, deliveries, nanos + leaseNanos);
            meter.latency(nanos - Entry.putNanos(held.entry, 0));
            count++;
        }
        if (count > 0) {
            meter.out(count);
        }
        return count;
    }

    private void grant(Held held, int deliveries, long dueNanos) {
        Entry.deliveries(held.entry, 0, deliveries);
        held.leaseId = ++nextLease;
        held.dueNanos = dueNanos;
        timers.add(held);
        leases.put(held.leaseId, held);
        counters.delivered++;
        if (deliveries > 1) {
            counters.redelivered++;
        }
    }

    boolean ack(long leaseId) {
        Held held = endLease(leaseId);
        if (held == null) {
            return false;
        }
        forget(held.entry, 0);
        counters.acked++;
        return true;
    }

    boolean nak(long leaseId, long delayNanos) {
        Held held = endLease(leaseId);
        if (held == null) {
            return false;
        }
        if (Entry.deliveries(held.entry, 0) >= settings.maxDeliveries()) {
            bury(held, "given back, delivery " + Entry.deliveries(held.entry, 0) + " of " + settings.maxDeliveries());
        } else if (delayNanos > 0) {
            delay(held, delayNanos);
        } else {
            comeBack(held);
        }
        return true;
    }

    boolean extend(long leaseId, long leaseNanos) {
        ripen(ticker.nanos());
        Held held = leases.get(leaseId);
        if (held == null) {
            return false;
        }
        timers.remove(held);
        held.dueNanos = ticker.nanos() + leaseNanos;
        timers.add(held);
        return true;
    }

    boolean reject(long leaseId, String reason) {
        Held held = endLease(leaseId);
        if (held == null) {
            return false;
        }
        bury(held, reason);
        return true;
    }

    /** Null when the lease has run out, or never was. */
    private @Nullable Held endLease(long leaseId) {
        ripen(ticker.nanos());
        Held held = leases.remove(leaseId);
        if (held != null) {
            timers.remove(held);
            held.leaseId = 0;
        }
        return held;
    }

    // ---- between

    /** Ends the leases and delays whose time has come. */
    private void ripen(long nanos) {
        for (Held held = timers.first(); held != null && nanos - held.dueNanos >= 0; held = timers.first()) {
            timers.remove(held);
            if (held.leaseId != 0) {
                leases.remove(held.leaseId);
                held.leaseId = 0;
                counters.leasesExpired++;
                int deliveries = Entry.deliveries(held.entry, 0);
                if (deliveries >= settings.maxDeliveries()) {
                    held.verdict = "lease ran out, delivery " + deliveries + " of " + settings.maxDeliveries();
                }
            }
            if (held.verdict != null) {
                bury(held, held.verdict);
            } else {
                comeBack(held);
            }
        }
    }

    /** Readable again, in its old place. */
    private void comeBack(Held held) {
        if (keyed == null) {
            returned.add(held);
        } else if (keyed.holdsKeyOf(held.entry)) {
            displaced(held.entry, 0);
        } else {
            keyed.giveBack(held.entry);
        }
    }

    private void delay(Held held, long delayNanos) {
        held.dueNanos = ticker.nanos() + delayNanos;
        timers.add(held);
    }

    /** To the dead-letter queue. One that can not take it now is tried again later; a dead letter has nowhere to go. */
    private void bury(Held held, String reason) {
        if (dead == null) {
            forget(held.entry, 0);
            counters.acked++;
            return;
        }
        if (dead.put(PutArguments.dead(held.entry, reason.getBytes(UTF_8))).done()) {
            forget(held.entry, 0);
            counters.deadLettered++;
        } else {
            held.verdict = reason;
            delay(held, 1_000_000_000);
        }
    }

    /** Whether there is one to read, after those have gone whose life has ended. */
    private boolean hasReady(long nanos) {
        purge(nanos);
        return depth() > 0;
    }

    private void purge(long nanos) {
        while (depth() > 0) {
            boolean fromReturned = returnedFirst();
            byte[] block = fromReturned ? firstReturned().entry : ready.headBlock();
            int at = fromReturned ? 0 : ready.headAt();
            if (!Entry.expired(block, at, nanos)) {
                return;
            }
            forget(block, at);
            counters.expired++;
            removeFirst(fromReturned);
        }
    }

    private boolean returnedFirst() {
        Held first = returned.peek();
        return first != null
                && (ready.size() == 0
                        || Entry.sequence(first.entry, 0) < Entry.sequence(ready.headBlock(), ready.headAt()));
    }

    @SuppressWarnings("NullAway") // asked only after returnedFirst
    private Held firstReturned() {
        return returned.peek();
    }

    private void removeFirst(boolean fromReturned) {
        if (fromReturned) {
            returned.poll();
        } else {
            ready.removeHead();
        }
    }

    /** Counts a message out of the bounds and of the log. */
    private void forget(byte[] block, int at) {
        messages--;
        bytes -= Entry.length(block, at);
        long id = Entry.logId(block, at);
        if (journal != null && id != Entry.NOT_LOGGED) {
            journal.release(id);
        }
    }

    // ---- what others see

    int depth() {
        return returned.size() + ready.size();
    }

    /** Nanoseconds until a lease or delay ends; at most so many. */
    long untilNext(long most) {
        Held first = timers.first();
        return first == null ? most : Math.min(most, Math.max(0, first.dueNanos - ticker.nanos()));
    }

    int look() {
        long nanos = ticker.nanos();
        ripen(nanos);
        purge(nanos);
        return depth();
    }

    QueueStatus status() {
        int depth = look();
        long oldest = 0;
        if (depth > 0) {
            boolean fromReturned = returnedFirst();
            byte[] block = fromReturned ? firstReturned().entry : ready.headBlock();
            oldest = ticker.nanos() - Entry.putNanos(block, fromReturned ? 0 : ready.headAt());
        }
        return counters.status(settings, depth, timers.size() - leases.size(), leases.size(), bytes, oldest);
    }

    boolean durable() {
        return journal != null;
    }
}
