package io.millrace.sql.bind;

import io.millrace.sql.batch.Column;
import io.millrace.sql.batch.Schema;
import io.millrace.sql.parse.SqlParser;
import io.millrace.sql.parse.Statement;
import io.millrace.sql.plan.Catalog;
import io.millrace.sql.plan.Command;
import io.millrace.sql.plan.Relation;
import io.millrace.sql.type.DataType;
import io.millrace.sql.type.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A catalog of streams without rows, made from CREATE statements. */
final class TestCatalog implements Catalog {

    private final Map<String, Relation> relations = new TreeMap<>();
    private final Map<String, String> views = new TreeMap<>();

    private record Stream(String name, Schema schema, int visibleColumns) implements Relation {}

    TestCatalog stream(String name, String... columns) {
        List<Column> all = new ArrayList<>();
        for (String column : columns) {
            String[] parts = column.split(" ", 2);
            all.add(new Column(parts[0], Types.parse(parts[1])));
        }
        all.add(new Column("_tp_time", DataType.datetime64(3, "UTC")));
        int visible = all.size();
        all.add(new Column("_tp_sn", DataType.INT64));
        relations.put(name, new Stream(name, new Schema(all), visible));
        return this;
    }

    TestCatalog view(String name, String sql) {
        if (!(SqlParser.parse(sql) instanceof Statement.Select)) {
            throw new IllegalArgumentException(sql);
        }
        views.put(name, sql);
        return this;
    }

    Command bind(String sql) {
        return Statements.bind(sql, this);
    }

    @Override
    public @Nullable Relation relation(String name) {
        return relations.get(name);
    }

    @Override
    public @Nullable String view(String name) {
        return views.get(name);
    }

    @Override
    public List<String> names() {
        List<String> names = new ArrayList<>(relations.keySet());
        names.addAll(views.keySet());
        names.sort(null);
        return names;
    }
}
