package io.millrace.sql.expr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.time.Ticker;
import io.millrace.sql.SqlException;
import io.millrace.sql.batch.BytesVector;
import io.millrace.sql.batch.LongVector;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.batch.Vectors;
import io.millrace.sql.function.KernelContext;
import io.millrace.sql.type.DataType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class CompilerTest {

    private static final KernelContext CONTEXT = new KernelContext(Ticker.SYSTEM, 1);

    private static Expr column(int index, DataType type) {
        return new Expr.ColumnRef(index, "c" + index, type);
    }

    private static Expr literal(@Nullable Object value, DataType type) {
        return new Expr.Literal(value, type);
    }

    private static Expr number(long value) {
        return literal(value, DataType.INT32);
    }

    @Test
    void constantPartsAreComputedOnce() {
        Expr sum = Calls.of("plus", List.of(number(1), number(2)));
        assertThat(Compiler.fold(sum, CONTEXT)).isEqualTo(literal(3L, DataType.INT64));
        Expr partly = Calls.of("plus", List.of(column(0, DataType.INT32), sum));
        assertThat(Compiler.fold(partly, CONTEXT).text()).isEqualTo("plus(c0, 3)");
        assertThat(Compiler.fold(Calls.of("rand", List.of()), CONTEXT)).isInstanceOf(Expr.Call.class);
    }

    @Test
    void aConstantThatCannotBeComputedFailsWhenCompiled() {
        Expr broken = Calls.of("to_int32", List.of(literal("x", DataType.STRING)));
        assertThatThrownBy(() -> Compiler.compile(broken, CONTEXT)).isInstanceOf(SqlException.class);
    }

    @Test
    void branchesSeeTheirOwnRowsOnly() {
        Expr x = column(0, DataType.INT32);
        Expr isZero = Calls.of("equals", List.of(x, number(0)));
        Expr quotient = Calls.of("int_div", List.of(number(12), x));
        Expr safe = Calls.of("if", List.of(isZero, number(-1), quotient));
        Vector[] input = {new LongVector(new long[] {0, 3, 4, 0})};
        Vector result = Compiler.compile(safe, CONTEXT).first(input, 4);
        assertThat(((LongVector) result).values).startsWith(-1, 4, 3, -1);

        Expr guarded = Calls.of(
                "and", List.of(Calls.of("not", List.of(isZero)), Calls.of("greater", List.of(quotient, number(3)))));
        Vector conditions = Compiler.compile(guarded, CONTEXT).first(input, 4);
        assertThat(((LongVector) conditions).values).startsWith(0, 1, 0, 0);

        assertThatThrownBy(() -> Compiler.compile(quotient, CONTEXT).first(input, 4))
                .isInstanceOf(SqlException.class)
                .hasMessage("division by zero");
    }

    @Test
    void aBrokenConstantInABranchFailsOnlyWhenItsTurnComes() {
        Expr broken = Calls.of("to_int32", List.of(literal("x", DataType.STRING)));
        Expr choice = Calls.of("if", List.of(column(0, DataType.BOOL), broken, number(5)));
        Evaluator evaluator = Compiler.compile(choice, CONTEXT);
        assertThat(Vectors.value(evaluator.first(new Vector[] {new LongVector(new long[] {0})}, 1), 0))
                .isEqualTo(5L);
        assertThatThrownBy(() -> evaluator.first(new Vector[] {new LongVector(new long[] {1})}, 1))
                .isInstanceOf(SqlException.class);
    }

    @Test
    void textsOfSmallNumbersShareTheirBytes() {
        Expr code = column(0, DataType.UINT16);
        Expr name =
                Calls.of("concat", List.of(literal("device", DataType.STRING), Calls.of("to_string", List.of(code))));
        Evaluator evaluator = Compiler.compile(name, CONTEXT);
        BytesVector first = (BytesVector) evaluator.first(new Vector[] {new LongVector(new long[] {3, 65_535, 3})}, 3);
        assertThat(first.text(0)).isEqualTo("device3");
        assertThat(first.text(1)).isEqualTo("device65535");
        assertThat(first.starts[2]).isEqualTo(first.starts[0]);
        BytesVector second = (BytesVector) evaluator.first(new Vector[] {new LongVector(new long[] {4, 3})}, 2);
        assertThat(second.text(0)).isEqualTo("device4");
        assertThat(second.text(1)).isEqualTo("device3");
        assertThat(first.text(2)).isEqualTo("device3");
    }

    @Test
    void longTextsOfSmallNumbersAreNotRemembered() {
        Expr code = column(0, DataType.UINT16);
        String padding = "x".repeat(100_000);
        Expr name =
                Calls.of("concat", List.of(literal(padding, DataType.STRING), Calls.of("to_string", List.of(code))));
        Evaluator evaluator = Compiler.compile(name, CONTEXT);
        for (int i = 0; i < 20; i++) {
            BytesVector texts = (BytesVector) evaluator.first(new Vector[] {new LongVector(new long[] {i, i + 1})}, 2);
            assertThat(texts.text(1)).isEqualTo(padding + (i + 1));
        }
    }

    @Test
    void negativeSmallNumbersHaveTheirOwnTexts() {
        Expr name = Calls.of("to_string", List.of(column(0, DataType.INT8)));
        Evaluator evaluator = Compiler.compile(name, CONTEXT);
        BytesVector texts =
                (BytesVector) evaluator.first(new Vector[] {new LongVector(new long[] {-1, 255 - 256, 1})}, 3);
        assertThat(texts.text(0)).isEqualTo("-1");
        assertThat(texts.text(2)).isEqualTo("1");
    }

    @Test
    void nullsHideRowsFromFunctionsThatCouldFail() {
        DataType type = DataType.STRING.asNullable();
        Expr parsed = Calls.of("to_int32", List.of(column(0, type)));
        Vector texts = Vectors.of(type, java.util.Arrays.asList("7", null, "8"));
        Vector result = Compiler.compile(parsed, CONTEXT).first(new Vector[] {texts}, 3);
        assertThat(Vectors.value(result, 0)).isEqualTo(7L);
        assertThat(Vectors.value(result, 1)).isNull();
        assertThat(Vectors.value(result, 2)).isEqualTo(8L);
    }

    @Test
    void anEmptyBatchGivesNothing() {
        Expr parsed = Calls.of("plus", List.of(column(0, DataType.INT32), number(1)));
        assertThat(Compiler.compile(parsed, CONTEXT)
                        .first(new Vector[] {new LongVector(new long[0])}, 0)
                        .capacity())
                .isGreaterThanOrEqualTo(0);
    }
}
