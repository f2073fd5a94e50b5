package io.millrace.benchmark;

import io.millrace.sql.batch.Column;
import io.millrace.sql.batch.Schema;
import io.millrace.sql.exec.EmbeddedEngine;
import io.millrace.sql.exec.Session;
import io.millrace.sql.exec.relation.BatchRelation;
import io.millrace.sql.type.DataType;
import java.util.List;
import org.apache.calcite.config.Lex;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.SchemaPlus;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.tools.FrameworkConfig;
import org.apache.calcite.tools.Frameworks;
import org.apache.calcite.tools.Planner;
import org.apache.calcite.tools.RelConversionException;
import org.apache.calcite.tools.ValidationException;

/** The query of the samples' pipeline2, planned by our front end and by Calcite. */
final class Planners {

    private static final String OURS = """
            SELECT window_start, count(*) as count, min(temperature) as min, max(temperature) as max,
              p99(temperature) as p99
            FROM tumble(devices, 1s)
            GROUP BY window_start
            """;

    /** The same for Calcite, which has no p99, so an average stands for it. */
    private static final String CALCITES = """
            SELECT window_start, count(*) as "count", min(temperature) as "min", max(temperature) as "max",
              avg(temperature) as "p99"
            FROM TABLE(TUMBLE(TABLE devices, DESCRIPTOR(tp_time), INTERVAL '1' SECOND))
            GROUP BY window_start
            """;

    private Planners() {}

    /** Something that makes a plan of its text. */
    interface Plannable {
        Object plan();
    }

    /** Text to physical plan: parse, bind, plan. */
    static Plannable millrace() {
        EmbeddedEngine engine = new EmbeddedEngine();
        Session session = engine.session();
        Schema schema = new Schema(List.of(
                new Column("device", DataType.STRING),
                new Column("temperature", DataType.FLOAT32),
                new Column("_tp_time", DataType.datetime64(3, "UTC"))));
        session.register(new BatchRelation("devices", schema, List.of()));
        return () -> session.plan(OURS);
    }

    /** Text to logical plan: parse, validate, convert; no optimisation. */
    static Plannable calcite() {
        SchemaPlus schema = Frameworks.createRootSchema(true);
        schema.add("devices", new Devices());
        FrameworkConfig config = Frameworks.newConfigBuilder()
                .defaultSchema(schema)
                .parserConfig(SqlParser.config().withLex(Lex.MYSQL_ANSI).withCaseSensitive(true))
                .build();
        return () -> {
            try (Planner planner = Frameworks.getPlanner(config)) {
                SqlNode parsed = planner.parse(CALCITES);
                RelRoot root = planner.rel(planner.validate(parsed));
                return root;
            } catch (SqlParseException | ValidationException | RelConversionException e) {
                throw new IllegalStateException(e);
            }
        };
    }

    private static final class Devices extends AbstractTable {
        @Override
        public RelDataType getRowType(RelDataTypeFactory types) {
            return types.builder()
                    .add("device", types.createSqlType(SqlTypeName.VARCHAR))
                    .add("temperature", types.createSqlType(SqlTypeName.REAL))
                    .add("tp_time", types.createSqlType(SqlTypeName.TIMESTAMP, 3))
                    .build();
        }
    }
}
