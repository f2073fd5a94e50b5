package io.millrace.mq.hub;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/**
 * What the hub knows of one pipeline key.
 *
 * @param pipelineKey for example {@code NODE_1}
 * @param state {@code live}; {@code idle} when it reports that nothing goes through; {@code dead} when it reports no
 *     more
 * @param lastSeen epoch seconds of the last post, by the clock of the hub
 * @param ageSeconds since then
 * @param posts kept, of the last five minutes
 * @param perSecond messages of the last second
 * @param p50Seconds upper bound of the bin in which half of the last ten seconds' samples end; 0 without samples
 * @param p99Seconds as before, for 99 of 100
 * @param topics what the reference's hub publishes, by its names
 */
public record HubReport(
        @JsonProperty("pipeline_key") String pipelineKey,
        @JsonProperty("state") String state,
        @JsonProperty("last_seen") double lastSeen,
        @JsonProperty("age_seconds") double ageSeconds,
        @JsonProperty("posts") int posts,
        @JsonProperty("per_second") long perSecond,
        @JsonProperty("p50_seconds") double p50Seconds,
        @JsonProperty("p99_seconds") double p99Seconds,
        @JsonProperty("topics") Map<String, Object> topics) {

    /** It has not reported for three periods, at least five seconds. */
    public static final String DEAD = "dead";

    /** Its last period was quiet. */
    public static final String IDLE = "idle";

    /** Its last period had messages. */
    public static final String LIVE = "live";
}
