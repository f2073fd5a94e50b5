package io.millrace.vehicles.live;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The board at a moment.
 *
 * @param time the moment, milliseconds since 1970
 * @param vehicles on the board
 * @param followers of the board
 * @param perSecond positions that came in the last second, whatever became of them
 * @param applied positions that became the latest of their vehicle, since the start
 * @param late positions that were older than what the board had, since the start
 * @param feed where positions come from, and how it is doing: {@code simulator, running}
 */
public record LiveStatus(
        long time,
        int vehicles,
        int followers,
        @JsonProperty("per_second") double perSecond,
        long applied,
        long late,
        String feed) {}
