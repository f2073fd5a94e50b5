package io.millrace.connector.redis;

import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;

/**
 * Writes records on the server unless it holds a newer one. A script runs alone, so that no other writer comes between
 * the look and the write, and costs one round trip for many records.
 */
final class NewestScript {

    // KEYS: the times, then two for each record: its key, and where a removal of it is remembered.
    // ARGV: how long that is remembered, then three for each record: time, S(et) or D(elete), value.
    // Gives the number of records that were older than what is held.
    static final String TEXT = """
            local stale = 0
            local arg = 2
            for i = 2, #KEYS, 2 do
              local key, removed = KEYS[i], KEYS[i + 1]
              local time = tonumber(ARGV[arg])
              local held = redis.call('HGET', KEYS[1], key) or redis.call('GET', removed)
              if held and tonumber(held) > time then
                stale = stale + 1
              elseif ARGV[arg + 1] == 'S' then
                redis.call('SET', key, ARGV[arg + 2])
                redis.call('HSET', KEYS[1], key, ARGV[arg])
                redis.call('DEL', removed)
              else
                redis.call('DEL', key)
                redis.call('HDEL', KEYS[1], key)
                redis.call('SET', removed, ARGV[arg], 'PX', ARGV[1])
              end
              arg = arg + 3
            end
            return stale
            """;

    private NewestScript() {}

    /** Adds a call for these records to a pipeline; the answer is the number of stale ones. */
    static Response<Object> call(Pipeline pipeline, String sha, List<RedisChange> changes, long rememberMillis) {
        List<String> keys = new ArrayList<>(1 + 2 * changes.size());
        List<String> arguments = new ArrayList<>(1 + 3 * changes.size());
        keys.add(RedisNames.TIMES);
        arguments.add(Long.toString(rememberMillis));
        for (RedisChange change : changes) {
            keys.add(change.key());
            keys.add(RedisNames.REMOVED + change.key());
            arguments.add(Long.toString(change.timeMillis()));
            String value = change.value();
            arguments.add(value == null ? "D" : "S");
            arguments.add(value == null ? "" : value);
        }
        return pipeline.evalsha(sha, keys, arguments);
    }
}
