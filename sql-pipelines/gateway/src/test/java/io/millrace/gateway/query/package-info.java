@NullMarked
package io.millrace.gateway.query;

import org.jspecify.annotations.NullMarked;
