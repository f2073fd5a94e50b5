package io.millrace.gateway.app;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.StreamException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.flow.EndReason;
import io.millrace.core.flow.Overflow;
import io.millrace.gateway.query.PipelineState;
import io.millrace.gateway.query.PipelineStatus;
import io.millrace.gateway.query.Pipelines;
import io.millrace.gateway.query.QueryListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/** Counts what queries do, per pipeline. Meters of pipelines that are gone are removed with them. */
final class QueryMeters implements QueryListener {

    /** The meters that every batch touches, looked up once. */
    private static final class Flow {
        private final Counter rowsOut;
        private final Counter bytesOut;
        private final Counter rowsProduced;
        private volatile double lagSeconds;

        private Flow(Counter rowsOut, Counter bytesOut, Counter rowsProduced) {
            this.rowsOut = rowsOut;
            this.bytesOut = bytesOut;
            this.rowsProduced = rowsProduced;
        }
    }

    private static final List<String> STATES = List.of("ready", "refused", "unavailable");

    private final MeterRegistry registry;
    private final Map<String, Flow> flows = new ConcurrentHashMap<>();

    QueryMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void published(String pipeline, int rows, int bytes, int readers, Duration lag) {
        Flow flow = flow(pipeline);
        flow.rowsOut.increment((double) rows * readers);
        flow.bytesOut.increment((double) bytes * readers);
        flow.rowsProduced.increment(rows);
        flow.lagSeconds = lag.toNanos() / 1e9;
    }

    @Override
    public void firstRow(String pipeline, Duration afterStart) {
        Timer.builder(GatewayMeter.FIRST_ROW.meter())
                .description(GatewayMeter.FIRST_ROW.description())
                .tag("pipeline", pipeline)
                .register(registry)
                .record(afterStart);
    }

    @Override
    public void dropped(String pipeline, Overflow policy, long rows) {
        counter(GatewayMeter.ROWS_DROPPED, Tags.of("pipeline", pipeline, "overflow", policy.text()))
                .increment((double) rows);
    }

    @Override
    public void interrupted(String pipeline) {
        counter(GatewayMeter.INTERRUPTIONS, Tags.of("pipeline", pipeline)).increment();
    }

    @Override
    public void ended(String pipeline, EndReason reason) {
        if (reason instanceof EndReason.Failed(StreamException cause)) {
            counter(GatewayMeter.ERRORS, Tags.of("pipeline", pipeline, "reason", who(cause)))
                    .increment();
        }
    }

    @Override
    public void installed(Pipelines pipelines) {
        List<String> names =
                pipelines.list().stream().map(status -> status.spec().name()).toList();
        flows.keySet().retainAll(names);
        forgetAllBut(names);
        for (String state : STATES) {
            gauge(
                    GatewayMeter.PIPELINES,
                    pipelines,
                    Tags.of("state", state),
                    all -> all.list().stream()
                            .filter(status -> state(status.state()).equals(state))
                            .count());
        }
        for (String name : names) {
            Tags tags = Tags.of("pipeline", name);
            gauge(GatewayMeter.READERS, pipelines, tags, all -> count(all, name, PipelineStatus::readers));
            gauge(GatewayMeter.QUERIES_ACTIVE, pipelines, tags, all -> count(all, name, PipelineStatus::queries));
        }
    }

    private static double count(Pipelines pipelines, String name, ToDoubleFunction<PipelineStatus> value) {
        return pipelines.contains(name) ? value.applyAsDouble(pipelines.status(name)) : 0;
    }

    private static String who(StreamException cause) {
        return switch (cause) {
            case InvalidRequestException _ -> "caller";
            case PoisonException _ -> "record";
            case TransientException _ -> "time";
            case FatalException _ -> "operator";
        };
    }

    private Flow flow(String pipeline) {
        return flows.computeIfAbsent(pipeline, name -> {
            Tags tags = Tags.of("pipeline", name);
            Flow flow = new Flow(
                    counter(GatewayMeter.ROWS_OUT, tags),
                    counter(GatewayMeter.BYTES_OUT, tags),
                    counter(GatewayMeter.ROWS_PRODUCED, tags));
            gauge(GatewayMeter.LAG, flow, tags, measured -> measured.lagSeconds);
            return flow;
        });
    }

    private Counter counter(GatewayMeter meter, Tags tags) {
        Counter.Builder builder =
                Counter.builder(meter.meter()).description(meter.description()).tags(tags);
        return (meter.unit().isEmpty() ? builder : builder.baseUnit(meter.unit())).register(registry);
    }

    private <T> void gauge(GatewayMeter meter, T object, Tags tags, ToDoubleFunction<T> value) {
        Gauge.Builder<T> builder = Gauge.builder(meter.meter(), object, value)
                .description(meter.description())
                .tags(tags);
        (meter.unit().isEmpty() ? builder : builder.baseUnit(meter.unit())).register(registry);
    }

    private void forgetAllBut(List<String> pipelines) {
        flows.keySet().retainAll(pipelines);
        List<Meter> gone = registry.getMeters().stream()
                .filter(meter -> meter.getId().getName().startsWith("sql."))
                .filter(meter -> {
                    String pipeline = meter.getId().getTag("pipeline");
                    return pipeline != null && !pipelines.contains(pipeline);
                })
                .toList();
        gone.forEach(registry::remove);
    }

    /** The state's name in the API and in meters. */
    static String state(PipelineState state) {
        return switch (state) {
            case PipelineState.Ready _ -> "ready";
            case PipelineState.Refused _ -> "refused";
            case PipelineState.Unavailable _ -> "unavailable";
        };
    }
}
