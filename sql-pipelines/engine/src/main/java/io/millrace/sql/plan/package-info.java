/** Query plans: what the binder decides and the executor runs. */
@NullMarked
package io.millrace.sql.plan;

import org.jspecify.annotations.NullMarked;
