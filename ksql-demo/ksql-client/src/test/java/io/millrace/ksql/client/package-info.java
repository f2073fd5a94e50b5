@NullMarked
package io.millrace.ksql.client;

import org.jspecify.annotations.NullMarked;
