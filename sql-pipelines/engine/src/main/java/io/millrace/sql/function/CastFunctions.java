package io.millrace.sql.function;

import io.millrace.sql.SqlException;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.batch.Vectors;
import io.millrace.sql.type.Conversion;
import io.millrace.sql.type.DataType;
import io.millrace.sql.type.TypeKind;
import io.millrace.sql.type.TypeRules;
import io.millrace.sql.type.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code cast} and the {@code to_...} functions. */
final class CastFunctions {

    private static final List<String> PLAIN = List.of(
            "int8", "int16", "int32", "int64", "int128", "int256", "uint8", "uint16", "uint32", "uint64", "uint128",
            "uint256", "float32", "float64", "bool", "date", "date32", "uuid", "ipv4", "ipv6");
    private static final List<String> DECIMALS = List.of("decimal32", "decimal64", "decimal128", "decimal256");

    private CastFunctions() {}

    static void register(Registry registry) {
        registry.add(cast());
        for (String type : PLAIN) {
            registerVariants(registry, type, "(x)", 1, arguments -> Types.parse(type));
        }
        registry.alias("to_int", "to_int32");
        registry.alias("to_float", "to_float64");
        registry.alias("to_uint", "to_uint32");
        for (String type : DECIMALS) {
            registerVariants(
                    registry,
                    type,
                    "(x, scale)",
                    2,
                    arguments -> Types.parse(type + "(" + arguments.integer(1, 0) + ")"));
        }
        registerVariants(registry, "datetime", "(x[, zone])", 2, arguments -> DataType.datetime(zone(arguments, 1)));
        registerVariants(
                registry,
                "datetime64",
                "(x, precision[, zone])",
                3,
                arguments -> DataType.datetime64(precision(arguments), zone(arguments, 2)));
        registry.add(new Scalar(
                        "to_string",
                        "(x[, zone])",
                        "The text of any value.",
                        arguments -> {
                            inZone(arguments);
                            return DataType.STRING;
                        },
                        (arguments, _, _) -> Casts.converter(inZone(arguments), DataType.STRING))
                .arity(1, 2));
        registry.add(new Scalar(
                        "to_fixed_string",
                        "(s, n)",
                        "The text filled up with zero bytes.",
                        arguments -> Types.parse("fixed_string(" + arguments.integer(1, 0) + ")"),
                        (arguments, type, _) -> Casts.converter(arguments.type(0), type))
                .arity(2, 2)
                .failing());
        registry.add(new Scalar(
                        "to_type_name", "(x)", "The name of the type.", _ -> DataType.STRING, (arguments, _, _) -> {
                            String name = arguments.get(0).type().text();
                            return (_, size) -> Vectors.constant(DataType.STRING, name, size);
                        })
                .arity(1, 1)
                .ownNulls());
    }

    private static DataType inZone(Arguments arguments) {
        DataType type = arguments.type(0);
        if (arguments.count() == 1) {
            return type;
        }
        String zone = zone(arguments, 1);
        return switch (type.kind()) {
            case DATETIME -> DataType.datetime(zone);
            case DATETIME64 -> DataType.datetime64(type.precision(), zone);
            default -> throw arguments.illegal(0, "a time stamp when a zone is given");
        };
    }

    static @Nullable String zone(Arguments arguments, int index) {
        if (index >= arguments.count()) {
            return null;
        }
        String zone = arguments.text(index);
        Types.checkZone(zone);
        return zone;
    }

    private static int precision(Arguments arguments) {
        long precision = arguments.integer(1, 3);
        if (precision < 0 || precision > 9) {
            throw arguments.bad("precision must be 0 to 9, was " + precision);
        }
        return (int) precision;
    }

    private static Scalar cast() {
        Scalar.Typing typing = arguments -> {
            DataType target = Types.parse(arguments.text(1));
            check(arguments, target);
            return target;
        };
        Scalar.Factory factory =
                (arguments, type, _) -> castKernel(arguments.get(0).type(), type);
        return new Scalar("cast", "(x, 'type')", "The value in that type: x::type.", typing, factory)
                .arity(2, 2)
                .failing(arguments -> fails(arguments.get(0).type(), Types.parse(arguments.text(1))))
                .ownNulls();
    }

    private static boolean fails(DataType from, DataType to) {
        return (from.nullable() && !to.nullable()) || Casts.mayFail(from, to);
    }

    /** Converts with nulls: they stay null, or fail when the target has none. */
    static Kernel castKernel(DataType from, DataType to) {
        if (from.kind() == TypeKind.NOTHING) {
            if (!to.nullable()) {
                Conversion.convert(null, from, to);
            }
            return (_, size) -> Kernels.nulls(to, size);
        }
        Kernel kernel = Casts.converter(from, to);
        if (!from.nullable()) {
            return kernel;
        }
        Kernel nullKeeping =
                new NullKernel(kernel, Casts.mayFail(from, to) || from.storage() == TypeKind.Storage.OBJECT);
        if (to.nullable()) {
            return nullKeeping;
        }
        return (vectors, size) -> {
            Vector argument = vectors[0];
            for (int i = 0; i < size; i++) {
                if (argument.isNull(i)) {
                    Conversion.convert(null, from, to);
                }
            }
            return kernel.apply(vectors, size);
        };
    }

    private static void check(Arguments arguments, DataType target) {
        DataType from = arguments.type(0);
        if (!TypeRules.plain(from).equals(TypeRules.plain(target)) && !Conversion.exists(from, target)) {
            throw Conversion.none(from, target);
        }
    }

    private static void registerVariants(
            Registry registry, String type, String signature, int max, Scalar.Typing target) {
        String name = "to_" + type;
        int min = type.startsWith("decimal") ? 2 : 1;
        Scalar.Typing checked = arguments -> {
            DataType wanted = target.type(arguments);
            check(arguments, wanted);
            return wanted;
        };
        registry.add(new Scalar(
                        name,
                        signature,
                        "The value as " + type + ".",
                        checked,
                        (arguments, wanted, _) -> Casts.converter(arguments.type(0), wanted))
                .arity(min, max)
                .failing(arguments -> Casts.mayFail(arguments.type(0), target.type(arguments))));
        registry.add(new Scalar(
                        name + "_or_zero",
                        signature,
                        "The value as " + type + ", the type's zero where it cannot be read.",
                        checked,
                        (arguments, wanted, _) -> lenient(arguments.type(0), wanted, Vectors.zero(wanted)))
                .arity(min, max));
        registry.add(new Scalar(
                        name + "_or_null",
                        signature,
                        "The value as " + type + ", NULL where it cannot be read.",
                        arguments -> checked.type(arguments).asNullable(),
                        (arguments, wanted, _) -> lenient(arguments.type(0), wanted, null))
                .arity(min, max));
    }

    private static Kernel lenient(DataType from, DataType to, @Nullable Object fallback) {
        return Kernels.rows(to, row -> {
            try {
                return row[0] == null ? null : Conversion.convert(row[0], from, to);
            } catch (SqlException _) {
                return fallback;
            }
        });
    }
}
