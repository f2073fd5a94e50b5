package io.millrace.ksql.plan;

import io.millrace.ksql.KsqlException;
import io.millrace.ksql.ast.Expression;
import io.millrace.ksql.ast.SelectItem;
import io.millrace.ksql.expr.ExpressionCompiler;
import io.millrace.ksql.expr.TypedExpression;
import io.millrace.ksql.plan.Layout.Slot;
import io.millrace.ksql.type.SqlType;
import io.millrace.sql.parse.Position;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns what stands between SELECT and FROM into named expressions. */
final class Selection {

    /** A column of the result. */
    record Item(Expression value, String name, Position position) {}

    private final Origins origins;
    private final ExpressionCompiler compiler;
    private final boolean windowColumns;
    private final List<Item> items = new ArrayList<>();
    private final Set<String> taken = new HashSet<>();
    private int generated;

    private Selection(Origins origins, ExpressionCompiler compiler, boolean windowColumns) {
        this.origins = origins;
        this.compiler = compiler;
        this.windowColumns = windowColumns;
    }

    /**
     * The items with {@code *} written out.
     *
     * @param compiler for structs whose fields are taken out
     * @param windowColumns whether {@code *} of a windowed source has WINDOWSTART and WINDOWEND
     */
    static List<Item> of(
            List<SelectItem> written, Origins origins, ExpressionCompiler compiler, boolean windowColumns) {
        Selection selection = new Selection(origins, compiler, windowColumns);
        for (SelectItem item : written) {
            selection.reserve(item);
        }
        for (SelectItem item : written) {
            selection.add(item);
        }
        return selection.items;
    }

    private void reserve(SelectItem item) {
        if (item instanceof SelectItem.Single single && single.alias() != null) {
            taken.add(single.alias());
        }
    }

    private void add(SelectItem item) {
        switch (item) {
            case SelectItem.All all -> addAll(all);
            case SelectItem.AllFields fields -> addFields(fields);
            case SelectItem.Single single -> addSingle(single);
        }
    }

    private void addSingle(SelectItem.Single single) {
        String alias = single.alias();
        if (alias == null) {
            put(single.value(), name(single.value()), single.position());
        } else {
            items.add(new Item(single.value(), alias, single.position()));
            check(alias, single.position());
        }
    }

    private void put(Expression value, String name, Position position) {
        items.add(new Item(value, name, position));
        taken.add(name);
        check(name, position);
    }

    private void check(String name, Position position) {
        long count = items.stream().filter(item -> item.name().equals(name)).count();
        if (count > 1) {
            throw KsqlException.at(position, "two columns of the result are called " + name + ": name one with AS");
        }
    }

    private String name(Expression value) {
        return switch (value) {
            case Expression.Name name -> columnName(name.source(), name.name());
            case Expression.Dereference field -> free(field.field());
            default -> generated();
        };
    }

    /** The column's own name; with its source in front where another source has one of that name. */
    private String columnName(@Nullable String source, String name) {
        return source != null && isAmbiguous(name) ? source + "_" + name : name;
    }

    private boolean isAmbiguous(String name) {
        return origins.origin().layout().slots().stream()
                        .filter(slot -> slot.name().equals(name))
                        .count()
                > 1;
    }

    private String free(String name) {
        String free = name;
        for (int i = 1; taken.contains(free); i++) {
            free = name + "_" + i;
        }
        return free;
    }

    private String generated() {
        String name;
        do {
            name = "KSQL_COL_" + generated++;
        } while (taken.contains(name)
                || origins.origin().layout().slots().stream().map(Slot::name).anyMatch(name::equals));
        return name;
    }

    private void addAll(SelectItem.All all) {
        String source = all.source();
        Set<String> aliases = origins.aliases();
        if (source != null && !aliases.contains(source)) {
            throw KsqlException.at(
                    all.position(), "there is no source " + source + " here, only " + String.join(", ", aliases));
        }
        boolean join = aliases.size() > 1;
        for (Slot slot : origins.origin().layout().slots()) {
            if ((source == null || source.equals(slot.source())) && isVisible(slot)) {
                String name = join && slot.source() != null ? slot.source() + "_" + slot.name() : slot.name();
                put(new Expression.Name(slot.source(), slot.name(), all.position()), name, all.position());
            }
        }
    }

    private boolean isVisible(Slot slot) {
        return switch (slot.role()) {
            case KEY, VALUE, HEADERS -> true;
            case JOIN_KEY -> !slot.name().isEmpty();
            case PSEUDO ->
                windowColumns
                        && (slot.name().equals(Origins.WINDOWSTART)
                                || slot.name().equals(Origins.WINDOWEND));
        };
    }

    private void addFields(SelectItem.AllFields fields) {
        TypedExpression value = compiler.compile(fields.value());
        if (!(value.type() instanceof SqlType.StructOf struct)) {
            throw KsqlException.at(
                    fields.position(),
                    "->* works on structs, but " + value.text() + " is of type "
                            + value.type().text());
        }
        for (SqlType.Field field : struct.fields()) {
            Expression access = new Expression.Dereference(fields.value(), field.name(), fields.position());
            put(access, free(field.name()), fields.position());
        }
    }
}
