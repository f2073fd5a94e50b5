package io.millrace.connector.clickhouse.testkit;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * ClickHouse within this process: libchdb.so, called through its C interface. One session, whose settings and database
 * last from statement to statement.
 *
 * <p><b>Threading:</b> not thread-safe, and a caller needs a stack of some megabytes.
 */
@SuppressWarnings("restricted") // a native library is what this is about
final class Engine {

    /** What it says of a statement that fails. */
    static final class Refused extends Exception {

        private static final long serialVersionUID = 1L;
        private static final Pattern CODE = Pattern.compile("Code: (\\d+)\\.");

        private final int code;

        Refused(String message) {
            super(message);
            Matcher matcher = CODE.matcher(message);
            code = matcher.find() ? Integer.parseInt(matcher.group(1)) : 1002;
        }

        int code() {
            return code;
        }
    }

    private final MethodHandle query;
    private final MethodHandle buffer;
    private final MethodHandle length;
    private final MethodHandle error;
    private final MethodHandle destroy;
    private final MemorySegment connection;

    /** Opens the databases in a folder, which is made when it is missing. */
    Engine(Path library, Path data) {
        SymbolLookup symbols = SymbolLookup.libraryLookup(library, Arena.global());
        FunctionDescriptor addressOfAddress = FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS);
        query = handle(
                symbols,
                "chdb_query_n",
                FunctionDescriptor.of(
                        ValueLayout.ADDRESS,
                        ValueLayout.ADDRESS,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_LONG));
        buffer = handle(symbols, "chdb_result_buffer", addressOfAddress);
        error = handle(symbols, "chdb_result_error", addressOfAddress);
        length = handle(
                symbols, "chdb_result_length", FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.ADDRESS));
        destroy = handle(symbols, "chdb_destroy_query_result", FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));
        // the signals of this process are the JVM's
        call(handle(symbols, "chdb_set_signal_handlers_enabled", FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT)), 0);
        connection = connect(symbols, data);
    }

    private static MemorySegment connect(SymbolLookup symbols, Path data) {
        MethodHandle connect = handle(
                symbols,
                "chdb_connect",
                FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
        try (Arena arena = Arena.ofConfined()) {
            String[] arguments = {"clickhouse", "--path=" + data};
            MemorySegment list = arena.allocate(ValueLayout.ADDRESS, arguments.length);
            for (int i = 0; i < arguments.length; i++) {
                list.setAtIndex(ValueLayout.ADDRESS, i, arena.allocateFrom(arguments[i]));
            }
            MemorySegment place = (MemorySegment) call(connect, arguments.length, list);
            if (place.address() == 0) {
                throw new IllegalStateException("the engine cannot open " + data);
            }
            return place.reinterpret(ValueLayout.ADDRESS.byteSize()).get(ValueLayout.ADDRESS, 0);
        }
    }

    /** Carries out one statement and gives its result in a format of ClickHouse. */
    byte[] query(byte[] statement, String format) throws Refused {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(Math.max(1, statement.length));
            MemorySegment.copy(statement, 0, text, ValueLayout.JAVA_BYTE, 0, statement.length);
            MemorySegment result = (MemorySegment)
                    call(query, connection, text, (long) statement.length, arena.allocateFrom(format), (long)
                            format.length());
            try {
                MemorySegment message = (MemorySegment) call(error, result);
                if (message.address() != 0) {
                    throw new Refused(message.reinterpret(Integer.MAX_VALUE).getString(0));
                }
                long size = (long) call(length, result);
                return size == 0
                        ? new byte[0]
                        : ((MemorySegment) call(buffer, result))
                                .reinterpret(size)
                                .toArray(ValueLayout.JAVA_BYTE);
            } finally {
                call(destroy, result);
            }
        }
    }

    private static MethodHandle handle(SymbolLookup symbols, String name, FunctionDescriptor shape) {
        return Linker.nativeLinker().downcallHandle(symbols.findOrThrow(name), shape);
    }

    @SuppressWarnings("NullAway") // a function without result gives null, which nobody takes
    private static Object call(MethodHandle function, Object... arguments) {
        try {
            return function.invokeWithArguments(arguments);
        } catch (Error | RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
