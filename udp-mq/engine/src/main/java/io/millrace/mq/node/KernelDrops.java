package io.millrace.mq.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Datagrams that Linux dropped because a socket's buffer was full: the last column of {@code /proc/net/udp} and
 * {@code /proc/net/udp6}, where a line reads {@code 123: 0100007F:2710 00000000:0000 07 ... 0}.
 */
final class KernelDrops {

    private static final Logger log = LoggerFactory.getLogger(KernelDrops.class);
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final List<Path> TABLES = List.of(Path.of("/proc/net/udp"), Path.of("/proc/net/udp6"));

    private KernelDrops() {}

    /** Of all sockets on that port; -1 when the system does not tell. */
    static long of(int port) {
        return of(TABLES, port);
    }

    static long of(List<Path> tables, int port) {
        String ending = String.format(":%04X", port);
        long drops = -1;
        for (Path table : tables) {
            try {
                for (String line : Files.readAllLines(table)) {
                    String[] columns = BLANKS.split(line.strip(), -1);
                    if (columns.length > 2 && columns[1].endsWith(ending)) {
                        drops = Math.max(0, drops) + Long.parseLong(columns[columns.length - 1]);
                    }
                }
            } catch (IOException | NumberFormatException e) {
                // not Linux, or a container without this table
                log.trace("cannot read {}", table, e);
            }
        }
        return drops;
    }
}
