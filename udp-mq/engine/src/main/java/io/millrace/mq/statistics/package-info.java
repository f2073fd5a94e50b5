/** What nodes count, and how they tell it: datagrams, bins, histograms. */
@NullMarked
package io.millrace.mq.statistics;

import org.jspecify.annotations.NullMarked;
