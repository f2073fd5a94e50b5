package io.millrace.pipeline.grpc.codec;

import io.millrace.core.failure.PoisonException;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The machine that a pickle is a program for, with only those instructions that build plain values. An instruction that
 * names or calls anything is known just well enough to refuse it by name, but for the few names with which Python
 * writes bytes and sets.
 *
 * <p>Values under construction are mutable lists and maps; {@link PickleValues} makes the result of them, and bounds
 * what shared parts may unfold to.
 */
final class PickleReader {

    private static final int HIGHEST_PROTOCOL = 5;

    private final ByteBuffer in;
    private final PickleInput input;
    private final List<@Nullable Object> stack = new ArrayList<>();
    private final Deque<Integer> marks = new ArrayDeque<>();
    private final Map<Integer, @Nullable Object> memo = new HashMap<>();

    PickleReader(byte[] bytes) {
        this.in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        this.input = new PickleInput(in);
    }

    @Nullable
    Object read() {
        try {
            int code = in.get() & 0xff;
            while (code != '.') {
                step(code);
                code = in.get() & 0xff;
            }
            if (in.hasRemaining() || !marks.isEmpty() || stack.size() != 1) {
                throw PickleInput.garbage("it does not end with one value");
            }
            return PickleValues.plain(pop(), in.limit());
        } catch (BufferUnderflowException e) {
            throw new PoisonException("data is not pickle: it ends too early", e);
        }
    }

    private void step(int code) {
        if (!scalar(code) && !container(code) && !memory(code)) {
            named(code);
        }
    }

    private boolean scalar(int code) {
        switch (code) {
            case 'N' -> push(null);
            case 0x88 -> push(true);
            case 0x89 -> push(false);
            case 'J' -> push((long) in.getInt());
            case 'K' -> push((long) (in.get() & 0xff));
            case 'M' -> push((long) (in.getShort() & 0xffff));
            case 'I', 'L' -> push(PickleInput.number(input.line()));
            case 'F' -> push(PickleInput.floating(input.line()));
            case 'G' -> push(Double.longBitsToDouble(Long.reverseBytes(in.getLong())));
            case 0x8a -> push(number(input.take(in.get() & 0xff)));
            case 0x8b -> push(number(input.take(in.getInt())));
            case 'V' -> push(PickleInput.rawUnicodeEscape(input.line()));
            case 'X' -> push(input.text(in.getInt() & 0xffff_ffffL));
            case 0x8c -> push(input.text(in.get() & 0xff));
            case 0x8d -> push(input.text(in.getLong()));
            case 'C' -> push(input.take(in.get() & 0xff));
            case 'B' -> push(input.take(in.getInt() & 0xffff_ffffL));
            case 0x8e, 0x96 -> push(input.take(in.getLong()));
            default -> {
                return false;
            }
        }
        return true;
    }

    private static Object number(byte[] littleEndian) {
        byte[] digits = new byte[littleEndian.length];
        for (int i = 0; i < digits.length; i++) {
            digits[i] = littleEndian[digits.length - 1 - i];
        }
        return digits.length == 0 ? (Object) 0L : PlainValues.integer(new BigInteger(digits));
    }

    private boolean container(int code) {
        switch (code) {
            case '(' -> marks.push(stack.size());
            case ']', 0x8f -> push(new ArrayList<@Nullable Object>());
            case '}' -> push(new PickleMap());
            case ')' -> push(new PickleTuple(List.of()));
            case 'l', 0x91 -> push(popToMark());
            case 't' -> push(new PickleTuple(popToMark()));
            case 'd' -> {
                List<@Nullable Object> pairs = popToMark();
                PickleMap map = new PickleMap();
                map.putAll(pairs);
                push(map);
            }
            case 0x85, 0x86, 0x87 -> push(new PickleTuple(pop(code - 0x84)));
            case 'a' -> {
                Object element = pop();
                list().add(element);
            }
            case 'e', 0x90 -> {
                List<@Nullable Object> elements = popToMark();
                list().addAll(elements);
            }
            case 's' -> {
                List<@Nullable Object> pair = pop(2);
                map().putAll(pair);
            }
            case 'u' -> {
                List<@Nullable Object> pairs = popToMark();
                map().putAll(pairs);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean memory(int code) {
        switch (code) {
            case 0x80 -> {
                int protocol = in.get() & 0xff;
                if (protocol > HIGHEST_PROTOCOL) {
                    throw PickleInput.garbage("protocol " + protocol + " is unknown");
                }
            }
            case 0x95 -> in.getLong(); // a frame only groups bytes
            case '0' -> pop();
            case '1' -> popToMark();
            case '2' -> push(top());
            case 'q' -> memo.put(in.get() & 0xff, top());
            case 'r' -> memo.put(in.getInt(), top());
            case 'p' -> memo.put(input.index(), top());
            case 0x94 -> memo.put(memo.size(), top());
            case 'h' -> recall(in.get() & 0xff);
            case 'j' -> recall(in.getInt());
            case 'g' -> recall(input.index());
            default -> {
                return false;
            }
        }
        return true;
    }

    private void named(int code) {
        switch (code) {
            case 'c' -> push(PickleName.known(input.line(), input.line()));
            case 0x93 -> {
                List<@Nullable Object> names = pop(2);
                push(PickleName.known(String.valueOf(names.get(0)), String.valueOf(names.get(1))));
            }
            case 'R' -> {
                Object arguments = pop();
                Object function = pop();
                if (!(function instanceof PickleName name) || !(arguments instanceof PickleTuple tuple)) {
                    throw PickleInput.garbage("it calls what is not a function");
                }
                push(name.value(tuple.elements()));
            }
            case 'i' -> throw PickleName.refused(input.line() + "." + input.line());
            case 'b', 'o', 0x81, 0x92 -> throw PickleInput.executable("it builds an object");
            case 'P', 'Q' -> throw PickleInput.executable("it refers to an object outside");
            case 0x82, 0x83, 0x84 -> throw PickleInput.executable("it names a registered extension");
            case 0x97, 0x98 -> throw PickleInput.executable("it refers to a buffer outside");
            case 'S', 'T', 'U' -> throw PickleInput.executable("it has a byte text of Python 2");
            default -> throw PickleInput.garbage("unknown instruction 0x" + Integer.toHexString(code));
        }
    }

    private void push(@Nullable Object value) {
        stack.add(value);
    }

    private @Nullable Object top() {
        if (stack.size() <= floor()) {
            throw PickleInput.garbage("it takes more than it gave");
        }
        return stack.getLast();
    }

    private int floor() {
        return marks.isEmpty() ? 0 : marks.peek();
    }

    private @Nullable Object pop() {
        Object value = top();
        stack.removeLast();
        return value;
    }

    private List<@Nullable Object> pop(int count) {
        if (stack.size() - floor() < count) {
            throw PickleInput.garbage("it takes more than it gave");
        }
        return cut(stack.size() - count);
    }

    private List<@Nullable Object> popToMark() {
        if (marks.isEmpty()) {
            throw PickleInput.garbage("it ends a group that never began");
        }
        return cut(marks.pop());
    }

    private List<@Nullable Object> cut(int from) {
        List<@Nullable Object> tail = stack.subList(from, stack.size());
        List<@Nullable Object> copy = new ArrayList<>(tail);
        tail.clear();
        return copy;
    }

    private void recall(int index) {
        if (!memo.containsKey(index)) {
            throw PickleInput.garbage("it refers to a value that it never kept");
        }
        push(memo.get(index));
    }

    @SuppressWarnings("unchecked") // only this class makes lists
    private List<@Nullable Object> list() {
        if (top() instanceof ArrayList<?> list) {
            return (List<@Nullable Object>) list;
        }
        throw PickleInput.garbage("it adds to what is not a list");
    }

    private PickleMap map() {
        if (top() instanceof PickleMap map) {
            return map;
        }
        throw PickleInput.garbage("it puts into what is not a map");
    }
}
