package io.millrace.sql.function;

import io.millrace.sql.batch.BytesVector;
import io.millrace.sql.batch.DoubleVector;
import io.millrace.sql.batch.LongVector;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.expr.Compiler;
import io.millrace.sql.expr.Evaluator;
import io.millrace.sql.type.DataType;
import io.millrace.sql.type.TypeKind;
import io.millrace.sql.type.Types;
import java.util.function.ToDoubleFunction;

/** Random values. Equal calls in one row give one value; an argument that is not used tells calls apart. */
final class RandomFunctions {

    private static final long UINT32 = 0xFFFF_FFFFL;
    private static final int MAX_TEXT = 1 << 20;

    private RandomFunctions() {}

    static void register(Registry registry) {
        registry.add(integers("rand", DataType.UINT32, UINT32));
        registry.alias("rand32", "rand");
        registry.add(integers("rand64", DataType.UINT64, -1L));
        registry.add(reals("rand_uniform", "(min, max)", "A float64 from min to before max.", 2, values -> {
            double min = values[0];
            double width = values[1] - min;
            return random -> min + random.nextDouble() * width;
        }));
        registry.add(reals("rand_normal", "(mean, variance)", "A sample of a normal distribution.", 2, values -> {
            double deviation = Math.sqrt(values[1]);
            return random -> values[0] + random.nextGaussian() * deviation;
        }));
        registry.add(reals(
                "rand_log_normal", "(mean, variance)", "A sample of a log-normal distribution.", 2, values -> {
                    double deviation = Math.sqrt(values[1]);
                    return random -> Math.exp(values[0] + random.nextGaussian() * deviation);
                }));
        registry.add(reals(
                "rand_exponential",
                "(lambda)",
                "A sample of an exponential distribution.",
                1,
                values -> random -> -Math.log(1 - random.nextDouble()) / values[0]));
        registry.add(texts("random_printable_ascii", "Printable ASCII of that length.", DataType.STRING, 32, 95));
        registry.add(texts("random_string", "Random bytes of that length.", DataType.STRING, 0, 256));
        registry.add(texts("random_fixed_string", "Random bytes of that length, as fixed_string.", null, 0, 256));
        registry.add(new Scalar(
                        "generate_uuid_v4",
                        "([x])",
                        "A random uuid.",
                        _ -> DataType.of(TypeKind.UUID),
                        (_, type, context) -> generator(type, context))
                .arity(0, 1)
                .random());
        registry.alias("uuid", "generate_uuid_v4");
        registry.alias("generate_uuidv4", "generate_uuid_v4");
        registry.add(new Scalar(
                        "unique_random",
                        "(min, max)",
                        "A random integer from min to before max, none twice until all came.",
                        _ -> DataType.INT64,
                        (arguments, _, context) -> UniqueRandom.kernel(arguments, context))
                .arity(2, 2)
                .remembering());
        registry.add(randomInType());
    }

    private static Kernel generator(DataType type, KernelContext context) {
        return RandomData.kernel(type, new Random64(context.seed()));
    }

    private static Scalar integers(String name, DataType type, long mask) {
        String summary = "Uniform over " + type.text() + ".";
        return new Scalar(name, "([x])", summary, _ -> type, (_, _, context) -> {
                    Random64 random = new Random64(context.seed());
                    return (_, size) -> {
                        long[] values = new long[size];
                        random.fill(values, size, mask);
                        return new LongVector(values);
                    };
                })
                .arity(0, 1)
                .random();
    }

    /** Makes the sampler of one call from its constant parameters. */
    @FunctionalInterface
    private interface Distribution {
        ToDoubleFunction<Random64> sampler(double[] parameters);
    }

    private static Scalar reals(
            String name, String signature, String summary, int parameters, Distribution distribution) {
        return new Scalar(name, signature, summary, _ -> DataType.FLOAT64, (arguments, _, context) -> {
                    double[] values = new double[parameters];
                    for (int i = 0; i < parameters; i++) {
                        if (!(arguments.literal(i) instanceof Number number)) {
                            throw arguments.illegal(i, "a constant number");
                        }
                        values[i] = number.doubleValue();
                    }
                    ToDoubleFunction<Random64> sampler = distribution.sampler(values);
                    Random64 random = new Random64(context.seed());
                    return (_, size) -> {
                        double[] samples = new double[size];
                        for (int i = 0; i < size; i++) {
                            samples[i] = sampler.applyAsDouble(random);
                        }
                        return new DoubleVector(samples);
                    };
                })
                .arity(parameters, parameters + 1)
                .random();
    }

    private static Scalar texts(
            String name, String summary, @org.jspecify.annotations.Nullable DataType type, int first, int symbols) {
        return new Scalar(
                        name,
                        "(length[, x])",
                        summary,
                        arguments -> type != null ? type : DataType.fixedString(length(arguments)),
                        (arguments, _, context) -> text(length(arguments), first, symbols, context))
                .arity(1, 2)
                .random();
    }

    private static int length(Arguments arguments) {
        long length = arguments.integer(0, 0);
        if (length < 0 || length > MAX_TEXT) {
            throw arguments.bad("length must be 0 to " + MAX_TEXT + ", was " + length);
        }
        return (int) length;
    }

    private static Kernel text(int length, int first, int symbols, KernelContext context) {
        Random64 random = new Random64(context.seed());
        return (_, size) -> {
            byte[] data = new byte[length * size];
            int[] starts = new int[size];
            int[] lengths = new int[size];
            for (int i = 0; i < data.length; i++) {
                data[i] = (byte) (first + random.below(symbols));
            }
            for (int i = 0; i < size; i++) {
                starts[i] = i * length;
                lengths[i] = length;
            }
            return new BytesVector(data, starts, lengths, null);
        };
    }

    private static Scalar randomInType() {
        String summary = "Random data of the type: whole numbers and times below max; the lambda is applied to it.";
        return new Scalar(
                        "random_in_type",
                        "('type'[, max][, x -> ...])",
                        summary,
                        arguments -> {
                            DataType type = Types.parse(arguments.text(0));
                            limit(arguments, type);
                            int last = arguments.count() - 1;
                            return last > 0 && isLambda(arguments, last)
                                    ? arguments.lambda(last).type()
                                    : type;
                        },
                        RandomFunctions::inType)
                .arity(1, 3)
                .random();
    }

    private static boolean isLambda(Arguments arguments, int index) {
        return arguments.get(index) instanceof io.millrace.sql.expr.Expr.Lambda;
    }

    private static long limit(Arguments arguments, DataType type) {
        if (arguments.count() < 2 || isLambda(arguments, 1)) {
            return 0;
        }
        boolean limited = type.storage() == TypeKind.Storage.LONG || type.kind().isNumeric();
        long max = arguments.integer(1, 0);
        if (!limited || max <= 0) {
            throw arguments.bad("max must be a positive integer, for a number or time type");
        }
        return max;
    }

    private static Kernel inType(Arguments arguments, DataType result, KernelContext context) {
        DataType type = Types.parse(arguments.text(0));
        Kernel data = RandomData.limited(type, limit(arguments, type), new Random64(context.seed()));
        int last = arguments.count() - 1;
        if (last == 0 || !isLambda(arguments, last)) {
            return data;
        }
        Evaluator lambda = Compiler.compile(arguments.lambda(last).body(), context.fork(1));
        return (vectors, size) -> lambda.first(new Vector[] {data.apply(vectors, size)}, size);
    }
}
