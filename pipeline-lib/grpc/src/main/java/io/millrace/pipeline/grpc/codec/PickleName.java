package io.millrace.pipeline.grpc.codec;

import io.millrace.core.failure.PoisonException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The only names that a pickle may call: how Python's older protocols write bytes and sets. */
enum PickleName {
    ENCODE {
        @Override
        Object value(List<@Nullable Object> arguments) {
            if (arguments.size() != 2 || !(arguments.get(0) instanceof String text) || !isLatin(arguments.get(1))) {
                throw PickleInput.garbage("_codecs.encode without a text and latin1");
            }
            for (int i = 0; i < text.length(); i++) {
                if (text.charAt(i) > 0xff) {
                    throw PickleInput.garbage("bytes above 255");
                }
            }
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }
    },
    BYTES {
        @Override
        Object value(List<@Nullable Object> arguments) {
            if (arguments.isEmpty()) {
                return new byte[0];
            }
            if (arguments.size() == 1 && arguments.getFirst() instanceof byte[] bytes) {
                return bytes;
            }
            if (arguments.size() == 2 && arguments.get(0) instanceof String) {
                return ENCODE.value(arguments);
            }
            throw PickleInput.garbage("bytes of something else");
        }
    },
    SET {
        @Override
        Object value(List<@Nullable Object> arguments) {
            if (arguments.size() == 1 && arguments.getFirst() instanceof ArrayList<?> elements) {
                return elements;
            }
            throw PickleInput.garbage("a set of something else");
        }
    };

    abstract Object value(List<@Nullable Object> arguments);

    private static boolean isLatin(@Nullable Object encoding) {
        return "latin1".equals(encoding) || "latin-1".equals(encoding);
    }

    /**
     * The function of that name.
     *
     * @throws PoisonException when it is any other, which may run anything
     */
    static PickleName known(String module, String name) {
        String full = module.replace("__builtin__", "builtins") + "." + name;
        return switch (full) {
            case "_codecs.encode" -> ENCODE;
            case "builtins.bytes", "builtins.bytearray" -> BYTES;
            case "builtins.set", "builtins.frozenset" -> SET;
            default -> throw refused(module + "." + name);
        };
    }

    static PoisonException refused(String name) {
        String shown = name.length() <= 100 ? name : name.substring(0, 100) + "...";
        return PickleInput.executable("it names " + shown);
    }
}
