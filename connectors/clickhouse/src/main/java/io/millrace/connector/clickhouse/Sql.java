package io.millrace.connector.clickhouse;

/** Names and text within statements. */
final class Sql {

    private Sql() {}

    static String name(String name) {
        return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`";
    }

    static String text(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
