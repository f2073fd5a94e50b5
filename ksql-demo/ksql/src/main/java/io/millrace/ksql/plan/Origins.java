package io.millrace.ksql.plan;

import io.millrace.ksql.ast.Relation;
import io.millrace.ksql.plan.Layout.Role;
import io.millrace.ksql.plan.Layout.Slot;
import io.millrace.ksql.type.SqlType.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What stands after FROM, with its layout and its key. */
record Origins(Origin origin, Keys keys) {

    static final String ROWTIME = "ROWTIME";
    static final String ROWPARTITION = "ROWPARTITION";
    static final String ROWOFFSET = "ROWOFFSET";
    static final String WINDOWSTART = "WINDOWSTART";
    static final String WINDOWEND = "WINDOWEND";
    static final String ROWKEY = "ROWKEY";

    /** Names that no column can have. */
    static final Set<String> PSEUDO = Set.of(ROWTIME, ROWPARTITION, ROWOFFSET, WINDOWSTART, WINDOWEND);

    static Origins of(Relation relation, Context context) {
        return switch (relation) {
            case Relation.Source source -> source(source, context.metastore());
            case Relation.Join join -> {
                Origins left = of(join.left(), context);
                yield new Joins(context).join(left, source(join.right(), context.metastore()), join);
            }
        };
    }

    static Origins source(Relation.Source relation, Metastore metastore) {
        DataSource source = metastore.source(relation.name(), relation.position());
        String alias = relation.alias();
        List<Slot> slots = new ArrayList<>();
        List<Keys.Part> keys = new ArrayList<>();
        for (Column column : source.schema().columns()) {
            if (column.isKey()) {
                int index = slots.size();
                keys.add(new Keys.Part(index, column.name(), List.of(place(index)), column.name()));
            }
            slots.add(new Slot(alias, column.name(), column.type(), role(column)));
        }
        slots.add(new Slot(alias, ROWTIME, Scalar.BIGINT, Role.PSEUDO));
        slots.add(new Slot(alias, ROWPARTITION, Scalar.INTEGER, Role.PSEUDO));
        slots.add(new Slot(alias, ROWOFFSET, Scalar.BIGINT, Role.PSEUDO));
        if (source.windowing() != null) {
            slots.add(new Slot(alias, WINDOWSTART, Scalar.BIGINT, Role.PSEUDO));
            slots.add(new Slot(alias, WINDOWEND, Scalar.BIGINT, Role.PSEUDO));
        }
        return new Origins(new Origin.Source(source, alias, new Layout(slots)), new Keys(keys));
    }

    /** Canonical text of a place in the row, as {@link RowScope} writes it. */
    static String place(int index) {
        return "`#" + index + "`";
    }

    private static Role role(Column column) {
        return switch (column.role()) {
            case KEY -> Role.KEY;
            case VALUE -> Role.VALUE;
            case HEADERS -> Role.HEADERS;
        };
    }

    /** Names or aliases of the sources, in order. */
    Set<String> aliases() {
        Set<String> aliases = new LinkedHashSet<>();
        for (Slot slot : origin.layout().slots()) {
            if (slot.source() != null) {
                aliases.add(slot.source());
            }
        }
        return aliases;
    }

    /** The first source: the one whose formats the result takes over. */
    static DataSource first(Origin origin) {
        return switch (origin) {
            case Origin.Source source -> source.source();
            case Origin.Join join -> first(join.left());
        };
    }

    /** The window in the key of its rows. */
    static DataSource.@Nullable Windowing windowing(Origin origin) {
        return first(origin).windowing();
    }
}
