package io.millrace.exchange;

/**
 * A price in a book.
 *
 * @param buy the side
 * @param price in the product's smallest step
 */
record Level(boolean buy, long price) {}
