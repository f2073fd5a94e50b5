/**
 * Several servers for one external module: which ones there are, and which one the next call goes to. The policies are
 * grpc-java's own, but for the slow start, which it does not have.
 */
@NullMarked
package io.millrace.pipeline.balance;

import org.jspecify.annotations.NullMarked;
