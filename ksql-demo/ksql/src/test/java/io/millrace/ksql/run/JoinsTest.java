package io.millrace.ksql.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Joins, as records in and records out. */
final class JoinsTest {

    private static final String SOURCES = """
            CREATE STREAM orders (id INT KEY, item STRING, price DOUBLE)
              WITH (kafka_topic='orders', value_format='json');
            CREATE STREAM paid (id INT KEY, how STRING) WITH (kafka_topic='paid', value_format='json');
            CREATE TABLE items (item STRING PRIMARY KEY, name STRING)
              WITH (kafka_topic='items', value_format='json');
            CREATE TABLE stock (item STRING PRIMARY KEY, n INT, shelf INT)
              WITH (kafka_topic='stock', value_format='avro');
            CREATE TABLE shelves (shelf INT PRIMARY KEY, hall STRING)
              WITH (kafka_topic='shelves', key_format='json', value_format='json');
            """;

    @Test
    void leftJoinOfStreamAndTableKeepsRowsWithoutPartner() {
        try (Driven query = new Driven(SOURCES + """
                CREATE STREAM r AS SELECT o.item AS item, id, name, price FROM orders o
                  LEFT JOIN items i ON o.item = i.item;
                """)) {
            query.in("ORDERS", 1, 1, "b", 2.5).in("ITEMS", 2, "b", "bolt").in("ORDERS", 3, 2, "b", 3.5);
            query.remove("ITEMS", 4, "b").in("ORDERS", 5, 3, "b", 4.5).in("ORDERS", 6, 4, null, 5.5);
            assertThat(query.out()).containsExactly("b=[1, null, 2.5]@1", "b=[2, bolt, 3.5]@3", "b=[3, null, 4.5]@5");
            assertThat(query.failures()).isEmpty();
        }
    }

    @Test
    void innerJoinOfStreamAndTableDropsThem() {
        try (Driven query = new Driven(SOURCES + """
                CREATE STREAM r AS SELECT o.item AS item, id, name FROM orders o
                  JOIN items i ON i.item = o.item WHERE o.price > 3;
                """)) {
            query.in("ORDERS", 1, 1, "b", 9.0).in("ITEMS", 2, "b", "bolt").in("ORDERS", 3, 2, "b", 3.5);
            query.in("ORDERS", 4, 3, "b", 1.0).in("ORDERS", 5, 4, "c", 9.0);
            assertThat(query.out()).containsExactly("b=[2, bolt]@3");
        }
    }

    @Test
    void streamJoinsTwoTablesOneAfterTheOther() {
        try (Driven query = new Driven(SOURCES + """
                CREATE STREAM r AS SELECT o.item AS item, id, name, n FROM orders o
                  JOIN items i ON o.item = i.item LEFT JOIN stock s ON o.item = s.item;
                """)) {
            query.in("ITEMS", 1, "b", "bolt").in("STOCK", 2, "b", 7, 1).in("ITEMS", 3, "c", "cap");
            query.in("ORDERS", 4, 1, "b", 9.0).in("ORDERS", 5, 2, "c", 9.0);
            assertThat(query.out()).containsExactly("b=[1, bolt, 7]@4", "c=[2, cap, null]@5");
        }
    }

    @Test
    void streamsMeetWithinTheirTime() {
        try (Driven query = new Driven(SOURCES + """
                CREATE STREAM r AS SELECT o.id AS id, item, how FROM orders o
                  JOIN paid p WITHIN 10 SECONDS ON o.id = p.id;
                """)) {
            query.in("ORDERS", 1_000, 1, "b", 1.0).in("PAID", 11_000, 1, "card").in("PAID", 11_001, 1, "cash");
            query.in("PAID", 20_000, 2, "card").in("ORDERS", 15_000, 2, "c", 2.0);
            assertThat(query.out()).containsExactly("1=[b, card]@11000", "2=[c, card]@20000");
        }
    }

    @Test
    void beforeAndAfterDiffer() {
        try (Driven query = new Driven(SOURCES + """
                CREATE STREAM r AS SELECT o.id AS id, item, how FROM orders o
                  JOIN paid p WITHIN (1 SECOND, 5 SECONDS) ON o.id = p.id;
                """)) {
            query.in("ORDERS", 10_000, 1, "b", 1.0)
                    .in("PAID", 15_000, 1, "later")
                    .in("PAID", 15_001, 1, "too late");
            query.in("PAID", 9_000, 1, "earlier").in("PAID", 8_999, 1, "too early");
            assertThat(query.out()).containsExactly("1=[b, later]@15000", "1=[b, earlier]@10000");
        }
    }

    /** Without GRACE PERIOD at once, and again when the partner comes; with it only when none can come any more. */
    @Test
    void leftJoinOfStreamsTellsOfMissingPartners() {
        String join = """
                CREATE STREAM r AS SELECT o.id AS id, item, how FROM orders o
                  LEFT JOIN paid p WITHIN 10 SECONDS %s ON o.id = p.id;
                """;
        try (Driven query = new Driven(SOURCES + join.formatted(""))) {
            query.in("ORDERS", 1_000, 1, "b", 1.0);
            assertThat(query.out()).containsExactly("1=[b, null]@1000");
            query.in("PAID", 2_000, 1, "card");
            assertThat(query.out()).containsExactly("1=[b, card]@2000");
        }
        try (Driven query = new Driven(SOURCES + join.formatted("GRACE PERIOD 1 SECOND"))) {
            query.in("ORDERS", 1_000, 1, "b", 1.0)
                    .in("ORDERS", 2_000, 2, "c", 1.0)
                    .in("PAID", 3_000, 1, "card");
            assertThat(query.out()).containsExactly("1=[b, card]@3000");
            query.in("PAID", 60_000, 9, "card");
            assertThat(query.out()).containsExactly("2=[c, null]@2000");
        }
    }

    @Test
    void rightAndFullJoinOfStreams() {
        try (Driven query = new Driven(SOURCES + """
                CREATE STREAM r AS SELECT p.id AS id, item, how FROM orders o
                  RIGHT JOIN paid p WITHIN 10 SECONDS GRACE PERIOD 0 SECONDS ON o.id = p.id;
                """)) {
            query.in("PAID", 1_000, 1, "card").in("ORDERS", 2_000, 1, "b", 1.0).in("PAID", 3_000, 2, "cash");
            query.in("ORDERS", 60_000, 9, "z", 1.0).in("PAID", 60_000, 8, "y");
            assertThat(query.out()).containsExactly("1=[b, card]@2000", "2=[null, cash]@3000");
        }
        try (Driven query = new Driven(SOURCES + """
                CREATE STREAM r AS SELECT ROWKEY, item, how FROM orders o
                  FULL OUTER JOIN paid p WITHIN 10 SECONDS GRACE PERIOD 0 SECONDS ON o.id = p.id;
                """)) {
            query.in("PAID", 1_000, 1, "card").in("ORDERS", 2_000, 2, "b", 1.0).in("ORDERS", 60_000, 9, "z", 1.0);
            assertThat(query.out()).containsExactlyInAnyOrder("1=[null, card]@1000", "2=[b, null]@2000");
        }
    }

    @Test
    void tablesJoinOnTheirKeys() {
        try (Driven query = new Driven(SOURCES + """
                CREATE TABLE r AS SELECT i.item AS item, name, n FROM items i LEFT JOIN stock s ON i.item = s.item;
                """)) {
            query.in("ITEMS", 1, "b", "bolt");
            assertThat(query.out()).containsExactly("b=[bolt, null]@1");
            query.in("STOCK", 2, "b", 7, 1).remove("STOCK", 3, "b").remove("ITEMS", 4, "b");
            assertThat(query.out()).containsExactly("b=[bolt, 7]@2", "b=[bolt, null]@3", "b=null@4");
        }
        try (Driven query = new Driven(SOURCES + """
                CREATE TABLE r AS SELECT ROWKEY, name, n FROM items i FULL OUTER JOIN stock s ON i.item = s.item;
                """)) {
            query.in("STOCK", 1, "b", 7, 1).in("ITEMS", 2, "b", "bolt").remove("STOCK", 3, "b");
            assertThat(query.out()).containsExactly("b=[null, 7]@1", "b=[bolt, 7]@2", "b=[bolt, null]@3");
        }
    }

    @Test
    void tablesJoinOnAForeignKey() {
        try (Driven query = new Driven(SOURCES + """
                CREATE TABLE r AS SELECT s.item AS item, n, hall FROM stock s LEFT JOIN shelves h ON s.shelf = h.shelf;
                """)) {
            query.in("STOCK", 1, "b", 7, 1).in("SHELVES", 2, 1, "east").in("STOCK", 3, "b", 6, 2);
            query.in("SHELVES", 4, 2, "west").in("STOCK", 5, "b", 5, null).remove("STOCK", 6, "b");
            assertThat(query.out())
                    .containsExactly(
                            "b=[7, null]@1",
                            "b=[7, east]@2",
                            "b=[6, null]@3",
                            "b=[6, west]@4",
                            "b=[5, null]@5",
                            "b=null@6");
        }
    }
}
