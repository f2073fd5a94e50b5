@NullMarked
package io.millrace.vehicles.engine;

import org.jspecify.annotations.NullMarked;
