@NullMarked
package io.millrace.vehicles.app;

import org.jspecify.annotations.NullMarked;
