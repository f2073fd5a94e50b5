package io.millrace.exchange.market;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.failure.FatalException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Where the ids of each product go on. Without a file they come from the clock: the microseconds since 2020, so that a
 * later start begins above all ids of an earlier one as long as a product makes fewer than 1,000,000 trades a second.
 * With a file, ids are reserved there before they are used, and the file is brought down to what was used at a proper
 * end: then the next start goes on without a hole. After a {@code kill -9} it goes on behind the reservation, so that
 * no id is ever used twice; the ids between do not exist.
 *
 * <p><b>Threading:</b> not thread-safe.
 */
public final class TradeIds implements AutoCloseable {

    /** Microseconds from 1970 to 2020. */
    private static final long EPOCH_MICROS = 1_577_836_800_000_000L;

    private static final long MAX_BLOCK = 4_000_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final @Nullable Path file;
    private final @Nullable FileChannel lock;
    private final Map<String, Long> next;
    private final Map<String, Long> reserved = new TreeMap<>();
    private final long first;
    private long block;

    private TradeIds(@Nullable Path file, @Nullable FileChannel lock, Map<String, Long> next, long first, long block) {
        this.file = file;
        this.lock = lock;
        this.next = next;
        this.first = first;
        this.block = block;
    }

    /**
     * Opens the file and takes a lock beside it.
     *
     * @param file null for none; a folder means the file {@code exchange.json} in it
     * @param first id where a product begins that is not in the file; 0 for one from the clock
     * @param nowMicros microseconds since 1970
     * @param block how many ids to reserve at a time
     * @throws FatalException when the file cannot be read or written, or belongs to another exchange that runs
     */
    public static TradeIds open(@Nullable Path file, long first, long nowMicros, long block) {
        long begin = first > 0 ? first : nowMicros - EPOCH_MICROS;
        if (file == null) {
            return new TradeIds(null, null, new TreeMap<>(), begin, block);
        }
        Path path = Files.isDirectory(file) ? file.resolve("exchange.json") : file;
        FileChannel lock = lock(path);
        try {
            return new TradeIds(path, lock, read(path), begin, block);
        } catch (RuntimeException e) {
            close(lock);
            throw e;
        }
    }

    private static FileChannel lock(Path path) {
        Path file = path.resolveSibling(path.getFileName() + ".lock");
        FileChannel channel = null;
        try {
            Path folder = path.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock taken = channel.tryLock();
            if (taken != null) {
                return channel;
            }
        } catch (IOException e) {
            throw new FatalException("cannot write the state " + file + ": " + e.getMessage(), e);
        } catch (OverlappingFileLockException _) {
            // another exchange of this process has it
        }
        close(channel);
        throw new FatalException("the state " + path + " is in use by another exchange");
    }

    private static void close(@Nullable FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException _) {
                // it was open for its lock alone
            }
        }
    }

    private static Map<String, Long> read(Path path) {
        Map<String, Long> next = new TreeMap<>();
        if (!Files.exists(path)) {
            return next;
        }
        try {
            JsonNode node = JSON.readTree(Files.readString(path));
            for (Map.Entry<String, JsonNode> entry : node.properties()) {
                if (!entry.getValue().isIntegralNumber() || entry.getValue().longValue() < 1) {
                    throw new FatalException(path + ": the next trade id of " + entry.getKey()
                            + " must be a number above 0, was " + entry.getValue());
                }
                next.put(entry.getKey(), entry.getValue().longValue());
            }
            return next;
        } catch (JsonProcessingException e) {
            throw new FatalException(path + " is not a JSON object of next trade ids by product", e);
        } catch (IOException e) {
            throw new FatalException("cannot read the state " + path + ": " + e.getMessage(), e);
        }
    }

    /** The id with which a product begins. */
    public long first(String product) {
        return next.getOrDefault(product, first);
    }

    /** Whether a product may use an id without a new reservation. */
    public boolean covers(String product, long id) {
        return file == null || id < reserved.getOrDefault(product, 0L);
    }

    /**
     * Reserves ids for all products.
     *
     * @param early whether the last reservation was used up sooner than expected: then more is taken
     * @param unused the first id that a product has not used
     */
    public void reserve(Iterable<String> products, boolean early, ToLongFunction<String> unused) {
        if (file == null) {
            return;
        }
        if (early) {
            block = Math.min(MAX_BLOCK, 2 * block);
        }
        for (String product : products) {
            reserved.put(product, unused.applyAsLong(product) + block);
        }
        Map<String, Long> all = new TreeMap<>(next);
        all.putAll(reserved);
        write(file, all);
    }

    /** Gives back what was reserved and not used. */
    public void release(Iterable<String> products, ToLongFunction<String> unused) {
        if (file != null) {
            products.forEach(product -> next.put(product, unused.applyAsLong(product)));
            write(file, next);
        }
    }

    private static void write(Path file, Map<String, Long> ids) {
        ObjectNode node = JSON.createObjectNode();
        ids.forEach(node::put);
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(fresh, node + "\n");
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new FatalException("cannot write the state " + file + ": " + e.getMessage(), e);
        }
    }

    /** Lets another exchange have the file. */
    @Override
    public void close() {
        close(lock);
    }
}
