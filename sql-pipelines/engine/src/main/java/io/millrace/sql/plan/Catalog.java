package io.millrace.sql.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The names that a statement may refer to: the scope of one pipeline. */
public interface Catalog {

    /** The stream, random stream or materialized view of that name; null when there is none. */
    @Nullable
    Relation relation(String name);

    /** The text of the SELECT behind the view of that name; null when there is none. */
    @Nullable
    String view(String name);

    /** All names, sorted. */
    List<String> names();
}
