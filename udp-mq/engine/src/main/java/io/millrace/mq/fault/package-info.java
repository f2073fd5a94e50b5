/**
 * Faults on purpose: a man in the middle between two UDP nodes that loses, doubles, reorders, delays and garbles
 * datagrams. What happens to a datagram is a function of the seed, so a run can be repeated.
 */
@NullMarked
package io.millrace.mq.fault;

import org.jspecify.annotations.NullMarked;
