package io.millrace.core.meter;

import java.util.Collection;

/** Documents meters as a Markdown table, kept in a document between two comments that name its section. */
public final class MeterTable {

    private MeterTable() {}

    /** The table, with a line feed after each row. */
    public static String render(Collection<? extends MeterName> meters) {
        StringBuilder table = new StringBuilder("""
                | Meter | At `/q/metrics` | Kind | Tags | What it says |
                |---|---|---|---|---|
                """);
        for (MeterName meter : meters) {
            table.append("| `")
                    .append(meter.meter())
                    .append("` | `")
                    .append(meter.prometheus())
                    .append("` | ")
                    .append(meter.kindText())
                    .append(meter.unit().isEmpty() ? "" : ", " + meter.unit())
                    .append(" | ")
                    .append(meter.tags())
                    .append(" | ")
                    .append(meter.description())
                    .append(" |\n");
        }
        return table.toString();
    }

    /**
     * The document with a section's table renewed.
     *
     * @param document has the lines {@code <!-- meters: SECTION -->} and {@code <!-- /meters: SECTION -->}
     * @throws IllegalArgumentException when it has not
     */
    public static String renew(String document, String section, Collection<? extends MeterName> meters) {
        String begin = "<!-- meters: " + section + " -->\n";
        String end = "<!-- /meters: " + section + " -->";
        int from = document.indexOf(begin);
        int to = document.indexOf(end);
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("no lines '" + begin.strip() + "' and '" + end + "'");
        }
        return document.substring(0, from + begin.length()) + "\n" + render(meters) + "\n" + document.substring(to);
    }
}
