/**
 * SQL pipelines on a real Proton. {@link io.millrace.connector.proton.ProtonEngine} is the engine; below it, a
 * connection sends the packets of Proton's own driver and reads the blocks that come back straight into vectors.
 */
@NullMarked
package io.millrace.connector.proton;

import org.jspecify.annotations.NullMarked;
