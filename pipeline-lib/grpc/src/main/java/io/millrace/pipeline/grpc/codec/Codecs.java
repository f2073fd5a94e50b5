package io.millrace.pipeline.grpc.codec;

import io.millrace.core.failure.PoisonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * The codecs that one end understands. The first is what it speaks when nobody has spoken before.
 *
 * @param <T> the data
 */
public final class Codecs<T> {

    private final List<DataCodec<T>> codecs;

    private Codecs(List<DataCodec<T>> codecs) {
        this.codecs = List.copyOf(codecs);
    }

    /** Those codecs; the first is spoken. */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public static <T> Codecs<T> of(DataCodec<T> spoken, DataCodec<T>... understood) {
        List<DataCodec<T>> all = new ArrayList<>();
        all.add(spoken);
        all.addAll(List.of(understood));
        return new Codecs<>(all);
    }

    /** {@code json}, {@code cbor}, {@code pickle}, then the users' own on the class path. */
    public static Codecs<Object> plain() {
        List<DataCodec<Object>> all = new ArrayList<>();
        all.add(new JsonCodec());
        all.add(new CborCodec());
        all.add(new PickleCodec());
        for (DataCodec<?> codec : ServiceLoader.load(DataCodec.class)) {
            @SuppressWarnings(
                    "unchecked") // data of documents' pipelines are objects; the codec checks what it is given
            DataCodec<Object> own = (DataCodec<Object>) codec;
            all.add(own);
        }
        return new Codecs<>(all);
    }

    /** The same, speaking the codec of that name; empty when there is none. */
    public Optional<Codecs<T>> speaking(String name) {
        return codecs.stream()
                .filter(codec -> codec.name().equals(name))
                .findFirst()
                .map(chosen -> {
                    List<DataCodec<T>> all = new ArrayList<>();
                    all.add(chosen);
                    codecs.stream().filter(codec -> !codec.equals(chosen)).forEach(all::add);
                    return new Codecs<>(all);
                });
    }

    /** The names, the spoken one first. */
    public List<String> names() {
        return codecs.stream().map(DataCodec::name).toList();
    }

    /** The one that is spoken. */
    public DataCodec<T> spoken() {
        return codecs.getFirst();
    }

    /**
     * The codec of a content type.
     *
     * @param contentType empty means pickle
     * @throws PoisonException when none understands it
     */
    public DataCodec<T> understanding(String contentType) {
        for (DataCodec<T> codec : codecs) {
            if (codec.contentType().equals(contentType)) {
                return codec;
            }
        }
        String shown =
                contentType.isEmpty() ? "no content type, which means pickle," : "content type '" + contentType + "'";
        throw new PoisonException("data has " + shown + " but understood are " + names());
    }
}
