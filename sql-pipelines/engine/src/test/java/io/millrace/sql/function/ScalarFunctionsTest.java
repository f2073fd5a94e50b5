package io.millrace.sql.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.sql.SqlException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ScalarFunctionsTest {

    /** Functions that other tests show: with lambdas, random, of the clock, with memory, of bytes. */
    private static final Set<String> ELSEWHERE = Set.of(
            "array_map",
            "array_filter",
            "rand",
            "rand64",
            "rand_uniform",
            "rand_normal",
            "rand_log_normal",
            "rand_exponential",
            "random_printable_ascii",
            "random_string",
            "random_fixed_string",
            "random_in_type",
            "generate_uuid_v4",
            "unique_random",
            "now",
            "now64",
            "today",
            "yesterday",
            "monotonic",
            "lag",
            "lags",
            "weak_hash32",
            "md5",
            "sha1",
            "sha224",
            "sha256",
            "sha512");

    static List<String> cases() throws IOException {
        try (InputStream stream = ScalarFunctionsTest.class.getResourceAsStream("scalar-cases.txt")) {
            String text = new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
    }

    private static List<String> call(String line) {
        String call = line.substring(0, line.lastIndexOf(" => "));
        return Arrays.asList(call.split(" \\| ", -1));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void givesTheResultOverConstantsAndOverColumns(String line) {
        List<String> call = call(line);
        String function = call.getFirst();
        String[] arguments = call.subList(1, call.size()).toArray(String[]::new);
        String expected = line.substring(line.lastIndexOf(" => ") + 4);
        if (expected.startsWith("error ")) {
            assertThatThrownBy(() -> Sql.constant(function, arguments))
                    .isInstanceOfSatisfying(
                            SqlException.class,
                            e -> assertThat(e.code().number()).isEqualTo(Integer.parseInt(expected.substring(6))));
            return;
        }
        assertThat(Sql.constant(function, arguments)).isEqualTo(expected);
        for (int column = 0; column < arguments.length; column++) {
            assertThat(Sql.column(function, column, arguments))
                    .as("argument %d from a column", column)
                    .isIn(expected, "constant needed");
        }
        assertThat(Sql.column(function, -1, arguments)).isIn(expected, "constant needed");
    }

    @Test
    void everyScalarFunctionHasACase() throws IOException {
        Set<String> shown = cases().stream().map(line -> call(line).getFirst()).collect(Collectors.toSet());
        Set<String> missing = new TreeSet<>();
        for (ScalarFunction function : Registry.INSTANCE.scalars()) {
            String name = function.name();
            String base = name.replaceAll("_or_(zero|null)$", "");
            if (!shown.contains(name) && !shown.contains(base) && !ELSEWHERE.contains(name)) {
                missing.add(name);
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void namesDoNotDependOnCase() {
        assertThat(Functions.scalar("To_String")).isSameAs(Functions.scalar("to_string"));
        assertThat(Functions.aggregate("COUNT_IF")).isNotNull();
        assertThat(Functions.scalar("nonsense")).isNull();
    }

    @Test
    void aliasesLeadToFunctions() {
        for (String name : Functions.names()) {
            assertThat(Functions.scalar(name) != null || Functions.aggregate(name) != null)
                    .as(name)
                    .isTrue();
        }
    }

    @Test
    void aFunctionOfTheDialectThatIsMissingIsKnownAsSuch() {
        assertThat(Functions.notYetSupported("XIRR")).isTrue();
        assertThat(Functions.notYetSupported("nonsense")).isFalse();
        assertThat(Functions.names()).noneMatch(Functions::notYetSupported);
    }

    @Test
    void wrongNumbersOfArgumentsAreRefusedWithTheSignature() {
        assertThatThrownBy(() -> Sql.constant("lower"))
                .isInstanceOf(SqlException.class)
                .hasMessageContaining("lower takes 1 argument, not 0: lower(s)");
    }

    @Test
    void digestsAreBytes() {
        assertThat(Sql.nested("hex", "md5", "hello")).isEqualTo("5D41402ABC4B2A76B9719D911017C592::string");
        assertThat(Sql.nested("hex", "sha1", "hello")).isEqualTo("AAF4C61DDCC5E8A2DABEDE0F3B482CD9AEA9434D::string");
        assertThat(Sql.nested("hex", "sha224", "a")).hasSize(56 + "::string".length());
        assertThat(Sql.nested("hex", "sha256", "hello"))
                .startsWith("2CF24DBA5FB0A30E26E83B2AC5B9E29E1B161E5C1FA7425E73043362938B9824");
        assertThat(Sql.nested("hex", "sha512", "a")).hasSize(128 + "::string".length());
        assertThat(Sql.constant("weak_hash32", "a")).isNotEqualTo(Sql.constant("weak_hash32", "b"));
    }

    @Test
    void anExpressionThatNeverEndsIsStopped() {
        String text = "a".repeat(40) + "!";
        assertThatThrownBy(() -> Sql.constant("match", text, "^(a+)+\\1b$"))
                .isInstanceOf(SqlException.class)
                .hasMessageContaining("steps");
    }

    static Stream<String> unknown() {
        return Stream.of("to_int32", "to_float64", "to_uuid", "to_date");
    }

    @ParameterizedTest
    @MethodSource("unknown")
    void emptyTextsCannotBeRead(String function) {
        assertThatThrownBy(() -> Sql.constant(function, "")).isInstanceOf(SqlException.class);
    }
}
