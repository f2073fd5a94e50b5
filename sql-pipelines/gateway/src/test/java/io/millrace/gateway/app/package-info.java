@NullMarked
package io.millrace.gateway.app;

import org.jspecify.annotations.NullMarked;
