/**
 * HFP v2, the language in which vehicles of Helsinki's public transport tell where they are: topics, payloads, and a
 * parser that names each field that is wrong. Facts are those of HSL's description of high-frequency positioning, and
 * of captured messages.
 */
@NullMarked
package io.millrace.vehicles.hfp;

import org.jspecify.annotations.NullMarked;
