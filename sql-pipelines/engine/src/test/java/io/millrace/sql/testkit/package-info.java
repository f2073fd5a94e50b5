/** What every engine behind {@link io.millrace.sql.Engine} must do, for the tests of those who make one. */
@NullMarked
package io.millrace.sql.testkit;

import org.jspecify.annotations.NullMarked;
