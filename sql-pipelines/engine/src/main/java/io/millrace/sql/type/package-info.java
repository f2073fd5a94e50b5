/** The types of the Proton dialect and how each is stored in a column. */
@NullMarked
package io.millrace.sql.type;

import org.jspecify.annotations.NullMarked;
