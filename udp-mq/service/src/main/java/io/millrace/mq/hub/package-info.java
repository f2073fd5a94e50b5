/**
 * The statistics hub: takes what metrics receivers post, keeps the last five minutes of each pipeline key, and gives
 * the figures that the reference's hub gives.
 */
@NullMarked
package io.millrace.mq.hub;

import org.jspecify.annotations.NullMarked;
