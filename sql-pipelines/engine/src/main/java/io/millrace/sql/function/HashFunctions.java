package io.millrace.sql.function;

import io.millrace.sql.batch.BytesVector;
import io.millrace.sql.batch.LongVector;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.type.DataType;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.CRC32;

/** Checksums and digests. */
final class HashFunctions {

    private HashFunctions() {}

    static void register(Registry registry) {
        digest(registry, "md5", "MD5", 16);
        digest(registry, "sha1", "SHA-1", 20);
        digest(registry, "sha224", "SHA-224", 28);
        digest(registry, "sha256", "SHA-256", 32);
        digest(registry, "sha512", "SHA-512", 64);
        registry.add(new Scalar(
                        "crc32",
                        "(s)",
                        "The CRC32 checksum.",
                        arguments -> {
                            StringFunctions.requireText(arguments, 0);
                            return DataType.UINT32;
                        },
                        (_, _, _) -> Utf8.measure((data, from, to) -> {
                            CRC32 crc = new CRC32();
                            crc.update(data, from, to - from);
                            return crc.getValue();
                        }))
                .arity(1, 1));
        registry.add(new Scalar(
                        "weak_hash32",
                        "(x, ...)",
                        "A quick hash of any values; not the same in other versions.",
                        _ -> DataType.UINT32,
                        (_, _, _) -> HashFunctions::weak)
                .arity(1, Integer.MAX_VALUE)
                .ownNulls());
    }

    private static Vector weak(Vector[] vectors, int size) {
        long[] hashes = new long[size];
        for (int i = 0; i < size; i++) {
            hashes[i] = Keys.hash(vectors, i) >>> 32;
        }
        return new LongVector(hashes);
    }

    private static void digest(Registry registry, String name, String algorithm, int bytes) {
        registry.add(new Scalar(
                        name,
                        "(s)",
                        "The " + algorithm + " digest: " + bytes + " raw bytes; see hex.",
                        arguments -> {
                            StringFunctions.requireText(arguments, 0);
                            return DataType.fixedString(bytes);
                        },
                        (_, _, _) -> digester(algorithm, bytes))
                .arity(1, 1));
    }

    private static Kernel digester(String algorithm, int bytes) {
        return (vectors, size) -> {
            BytesVector texts = (BytesVector) vectors[0];
            byte[] data = new byte[size * bytes];
            int[] starts = new int[size];
            int[] lengths = new int[size];
            MessageDigest digest = create(algorithm);
            for (int i = 0; i < size; i++) {
                digest.update(texts.data, texts.starts[i], texts.lengths[i]);
                System.arraycopy(digest.digest(), 0, data, i * bytes, bytes);
                starts[i] = i * bytes;
                lengths[i] = bytes;
            }
            return new BytesVector(data, starts, lengths, null);
        };
    }

    private static MessageDigest create(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the runtime has no " + algorithm, e);
        }
    }
}
