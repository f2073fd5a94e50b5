package io.millrace.mq.worker;

/**
 * A result of a function.
 *
 * @param hash selects the output, see {@link io.millrace.mq.function.StableHash#output}
 * @param text not empty
 */
record RoutedMessage(long hash, String text) {}
