@NullMarked
package io.millrace.sql.exec.relation;

import org.jspecify.annotations.NullMarked;
