package io.millrace.connector.redis;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A key to be set or removed, and where that was said.
 *
 * @param key at least one byte
 * @param value null to remove the key
 * @param offset in the partition
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RedisEntry(byte[] key, byte @Nullable [] value, RedisPartition from, long offset) {

    // in full: the short form would lose the annotation of the array
    public RedisEntry(byte[] key, byte @Nullable [] value, RedisPartition from, long offset) {
        this.key = requireNonNull(key, "key is null");
        this.value = value;
        this.from = requireNonNull(from, "from is null");
        this.offset = offset;
    }
}
