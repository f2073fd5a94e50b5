package io.millrace.sql.expr;

import io.millrace.sql.SqlException;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.batch.Vectors;
import io.millrace.sql.function.Kernel;
import io.millrace.sql.function.KernelContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns expressions into evaluators. */
public final class Compiler {

    private static final Vector[] NO_COLUMNS = {};

    private final KernelContext context;
    /** False inside a dictionary, whose texts are computed plainly. */
    private final boolean dictionaries;

    private final Map<Expr, Node> nodes = new HashMap<>();
    private long kernels;

    private Compiler(KernelContext context, boolean dictionaries) {
        this.context = context;
        this.dictionaries = dictionaries;
    }

    /**
     * Compiles expressions that are computed together: equal calls among them share one value per row, also of
     * {@code rand()} and {@code now()}.
     *
     * @throws SqlException when a constant part cannot be computed
     */
    public static Evaluator compile(List<Expr> expressions, KernelContext context) {
        return compile(expressions, context, true);
    }

    private static Evaluator compile(List<Expr> expressions, KernelContext context, boolean dictionaries) {
        List<Expr> folded = new ArrayList<>(expressions.size());
        for (Expr expression : expressions) {
            folded.add(fold(expression, context));
        }
        return build(folded, context, dictionaries);
    }

    private static Evaluator build(List<Expr> folded, KernelContext context, boolean dictionaries) {
        Compiler compiler = new Compiler(context, dictionaries);
        List<Node> outputs = new ArrayList<>(folded.size());
        for (Expr expression : folded) {
            outputs.add(compiler.node(expression));
        }
        return new Evaluator(outputs);
    }

    /** Compiles one expression. */
    public static Evaluator compile(Expr expression, KernelContext context) {
        return compile(List.of(expression), context);
    }

    /**
     * Computes an expression without columns, as in {@code INSERT ... VALUES}, once.
     *
     * @return the value as literals hold it; null for NULL
     */
    public static @Nullable Object constant(Expr expression, KernelContext context) {
        return Vectors.value(compile(expression, context).first(NO_COLUMNS, 1), 0);
    }

    /**
     * The expression with its constant parts computed. What cannot be computed fails now, except in a branch of a
     * condition.
     */
    public static Expr fold(Expr expression, KernelContext context) {
        return fold(expression, context, false);
    }

    private static Expr fold(Expr expression, KernelContext context, boolean conditional) {
        return switch (expression) {
            case Expr.ColumnRef column -> column;
            case Expr.Literal literal -> literal;
            case Expr.Lambda lambda -> lambda;
            case Expr.Call call -> foldCall(call, context, conditional);
        };
    }

    private static Expr foldCall(Expr.Call call, KernelContext context, boolean conditional) {
        boolean branches = Branches.isConditional(call.function());
        List<Expr> arguments = new ArrayList<>(call.arguments().size());
        boolean constant = call.function().deterministic() && !call.function().stateful();
        for (int i = 0; i < call.arguments().size(); i++) {
            Expr argument = fold(call.arguments().get(i), context, conditional || (branches && i > 0));
            arguments.add(argument);
            constant &= argument instanceof Expr.Literal;
        }
        Expr.Call folded = new Expr.Call(call.function(), arguments, call.type(), call.key());
        if (!constant) {
            return folded;
        }
        try {
            Vector value = call(folded, context, new ArrayList<>()).value(NO_COLUMNS, 1, 0);
            return new Expr.Literal(Vectors.value(value, 0), call.type());
        } catch (SqlException e) {
            if (conditional) {
                return folded;
            }
            throw e;
        }
    }

    private static Node call(Expr.Call call, KernelContext context, List<Node> nodes) {
        for (Expr argument : call.arguments()) {
            Expr.Literal literal = (Expr.Literal) argument;
            nodes.add(new ConstantNode(literal));
        }
        Kernel kernel = call.function().kernel(call.arguments(), call.type(), context);
        return new CallNode(kernel, nodes);
    }

    private Node node(Expr expression) {
        Node known = nodes.get(expression);
        if (known == null) {
            known = create(expression);
            nodes.put(expression, known);
        }
        return known;
    }

    private Node create(Expr expression) {
        return switch (expression) {
            case Expr.ColumnRef column -> new ColumnNode(column.index());
            case Expr.Literal literal -> new ConstantNode(literal);
            case Expr.Call call -> createCall(call);
            case Expr.Lambda lambda ->
                throw SqlException.of(
                        SqlException.Code.ILLEGAL_TYPE_OF_ARGUMENT,
                        "a lambda stands where a value is expected: " + lambda.text());
        };
    }

    private Node createCall(Expr.Call call) {
        Expr leaf = dictionaries ? Dictionaries.leaf(call) : null;
        if (leaf != null) {
            Expr overCodes = Dictionaries.overCodes(call, leaf);
            return new DictionaryNode(node(leaf), compile(List.of(overCodes), next(), false));
        }
        if (Branches.mustSelectRows(call)) {
            return branches(call);
        }
        List<Node> arguments = new ArrayList<>();
        for (Expr argument : call.arguments()) {
            if (!(argument instanceof Expr.Lambda)) {
                arguments.add(node(argument));
            }
        }
        return new CallNode(call.function().kernel(call.arguments(), call.type(), next()), arguments);
    }

    private Node branches(Expr.Call call) {
        List<Node> inputs = new ArrayList<>();
        Branches.Inputs mapping = new Branches.Inputs(expression -> inputs.add(node(expression)));
        List<Evaluator> conditions = new ArrayList<>();
        List<Evaluator> results = new ArrayList<>();
        List<Expr> parts = Branches.parts(call);
        for (int i = 0; i < parts.size(); i++) {
            boolean condition = i % 2 == 0 && i < parts.size() - 1;
            Expr part = condition ? parts.get(i) : Calls.cast(parts.get(i), call.type());
            Expr rewritten = fold(mapping.rewrite(part), context, true);
            Evaluator evaluator = build(List.of(rewritten), next(), true);
            (condition ? conditions : results).add(evaluator);
        }
        return new BranchNode(inputs, conditions, results, call.type());
    }

    private KernelContext next() {
        return context.fork(kernels++);
    }
}
