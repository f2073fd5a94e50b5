package io.millrace.sql.wire.codec;

/**
 * How much a client may send.
 *
 * @param maxTextBytes of a name, an id, a setting's value
 * @param maxQueryBytes of a query's text
 * @param maxSettings of a query
 * @param maxColumns of a block
 * @param maxRows of a block
 * @param maxBlockBytes of a block, decompressed, and as it is kept in memory, where each number takes 8 bytes or more
 */
public record WireLimits(
        int maxTextBytes, int maxQueryBytes, int maxSettings, int maxColumns, int maxRows, int maxBlockBytes) {

    public WireLimits {
        check("maxTextBytes", maxTextBytes);
        check("maxQueryBytes", maxQueryBytes);
        check("maxSettings", maxSettings);
        check("maxColumns", maxColumns);
        check("maxRows", maxRows);
        check("maxBlockBytes", maxBlockBytes);
    }

    /** 4 KiB a text, 1 MiB a query, 256 settings, 1,000 columns, 1,048,576 rows and 64 MiB a block. */
    public static WireLimits defaults() {
        return new WireLimits(4 << 10, 1 << 20, 256, 1000, 1 << 20, 64 << 20);
    }

    private static void check(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, was " + value);
        }
    }
}
