package io.millrace.connector.redis;

import org.jspecify.annotations.Nullable;

/**
 * What a record does to its key.
 *
 * @param value null to remove the key
 */
record RedisChange(String key, @Nullable String value, long timeMillis) {}
