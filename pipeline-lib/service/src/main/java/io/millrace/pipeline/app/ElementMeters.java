package io.millrace.pipeline.app;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.millrace.pipeline.Controller;
import io.millrace.pipeline.Status;
import io.millrace.pipeline.statistics.Element;
import io.millrace.pipeline.statistics.ElementKind;
import io.millrace.pipeline.statistics.ElementStatistics;
import io.millrace.pipeline.statistics.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Binds the meters of one instance of a pipeline, and removes them when it is gone. */
final class ElementMeters implements AutoCloseable {

    private static final Map<Status, ElementMeter[]> PIPELINE = Map.of(
            Status.SUCCESS, pair(ElementMeter.PIPELINE_SUCCESS, ElementMeter.PIPELINE_SUCCESS_TIME),
            Status.EXIT, pair(ElementMeter.PIPELINE_EXIT, ElementMeter.PIPELINE_EXIT_TIME),
            Status.OVERFLOW, pair(ElementMeter.PIPELINE_OVERFLOW, ElementMeter.PIPELINE_OVERFLOW_TIME),
            Status.OUTDATED, pair(ElementMeter.PIPELINE_OUTDATED, ElementMeter.PIPELINE_OUTDATED_TIME),
            Status.ERROR, pair(ElementMeter.PIPELINE_ERROR, ElementMeter.PIPELINE_ERROR_TIME));
    private static final Map<Status, ElementMeter[]> CONTROLLER = Map.of(
            Status.SUCCESS, pair(ElementMeter.CONTROLLER_SUCCESS, ElementMeter.CONTROLLER_SUCCESS_TIME),
            Status.EXIT, pair(ElementMeter.CONTROLLER_EXIT, ElementMeter.CONTROLLER_EXIT_TIME),
            Status.OVERFLOW, pair(ElementMeter.CONTROLLER_OVERFLOW, ElementMeter.CONTROLLER_OVERFLOW_TIME),
            Status.OUTDATED, pair(ElementMeter.CONTROLLER_OUTDATED, ElementMeter.CONTROLLER_OUTDATED_TIME),
            Status.ERROR, pair(ElementMeter.CONTROLLER_ERROR, ElementMeter.CONTROLLER_ERROR_TIME));
    private static final Map<Status, ElementMeter[]> PHASE = Map.of(
            Status.SUCCESS, pair(ElementMeter.PHASE_SUCCESS, ElementMeter.PHASE_SUCCESS_TIME),
            Status.EXIT, pair(ElementMeter.PHASE_EXIT, ElementMeter.PHASE_EXIT_TIME),
            Status.ERROR, pair(ElementMeter.PHASE_ERROR, ElementMeter.PHASE_ERROR_TIME));
    private static final Map<Status, ElementMeter[]> MODULE = Map.of(
            Status.SUCCESS, pair(ElementMeter.MODULE_SUCCESS, ElementMeter.MODULE_SUCCESS_TIME),
            Status.EXIT, pair(ElementMeter.MODULE_EXIT, ElementMeter.MODULE_EXIT_TIME),
            Status.ERROR, pair(ElementMeter.MODULE_ERROR, ElementMeter.MODULE_ERROR_TIME));

    private final MeterRegistry registry;
    private final InstanceCounts counts;
    private final List<Meter> bound = new ArrayList<>();

    private ElementMeters(MeterRegistry registry, InstanceCounts counts) {
        this.registry = registry;
        this.counts = counts;
    }

    private static ElementMeter[] pair(ElementMeter count, ElementMeter time) {
        return new ElementMeter[] {count, time};
    }

    /**
     * Binds the meters of all elements.
     *
     * @param controllers of the pipeline, for the bounds of their queues
     */
    static ElementMeters bind(MeterRegistry registry, InstanceCounts counts, List<Controller<Object>> controllers) {
        ElementMeters meters = new ElementMeters(registry, counts);
        for (ElementStatistics statistics : counts.now()) {
            Element element = statistics.element();
            switch (element.kind()) {
                case PIPELINE -> meters.pipeline(element);
                case CONTROLLER ->
                    controllers.stream()
                            .filter(controller -> controller.id().equals(element.controllerId()))
                            .findFirst()
                            .ifPresent(controller -> meters.controller(element, controller));
                case PHASE -> meters.phase(element);
                case MODULE -> meters.module(element);
            }
        }
        return meters;
    }

    private void pipeline(Element element) {
        counter(ElementMeter.PIPELINE_INPUT, element, ElementStatistics::input);
        outcomes(PIPELINE, element);
        gauge(ElementMeter.PIPELINE_PROCESSING, element, ElementStatistics::processing);
    }

    private void controller(Element element, Controller<Object> controller) {
        counter(ElementMeter.CONTROLLER_INPUT, element, ElementStatistics::input);
        outcomes(CONTROLLER, element);
        summary(ElementMeter.CONTROLLER_INPUT_WAITING_TIME, element, ElementStatistics::inputWaiting);
        summary(ElementMeter.CONTROLLER_OUTPUT_WAITING_TIME, element, ElementStatistics::outputWaiting);
        gauge(ElementMeter.CONTROLLER_PROCESSING, element, ElementStatistics::processing);
        gauge(ElementMeter.CONTROLLER_INPUT_WAITING, element, ElementStatistics::inputWaitingNow);
        gauge(ElementMeter.CONTROLLER_OUTPUT_WAITING, element, ElementStatistics::outputWaitingNow);
        int queue = controller.settings().queueSize();
        int reorder = controller.settings().reorder().size();
        gauge(ElementMeter.CONTROLLER_QUEUE_CAPACITY, element, _ -> queue);
        gauge(ElementMeter.CONTROLLER_QUEUE_SIZE, element, ElementStatistics::waitingBytes);
        gauge(
                ElementMeter.CONTROLLER_REORDER_CAPACITY,
                element,
                _ -> reorder == Integer.MAX_VALUE ? Double.NaN : reorder);
        counter(ElementMeter.CONTROLLER_REORDER_GAPS, element, ElementStatistics::gaps);
    }

    private void phase(Element element) {
        counter(ElementMeter.PHASE_INPUT, element, ElementStatistics::input);
        outcomes(PHASE, element);
        gauge(ElementMeter.PHASE_PROCESSING, element, ElementStatistics::processing);
    }

    private void module(Element element) {
        counter(ElementMeter.MODULE_INPUT, element, ElementStatistics::input);
        outcomes(MODULE, element);
        summary(ElementMeter.MODULE_WAITING_TIME, element, ElementStatistics::inputWaiting);
        gauge(ElementMeter.MODULE_PROCESSING, element, ElementStatistics::processing);
        gauge(ElementMeter.MODULE_WAITING, element, ElementStatistics::inputWaitingNow);
    }

    private void outcomes(Map<Status, ElementMeter[]> meters, Element element) {
        meters.forEach((status, pair) -> {
            counter(pair[0], element, one -> tally(one, status).count());
            summary(pair[1], element, one -> tally(one, status));
        });
    }

    private static Tally tally(ElementStatistics element, Status status) {
        return element.outcomes().getOrDefault(status, new Tally(0, 0));
    }

    private void counter(ElementMeter meter, Element element, ToDoubleFunction<ElementStatistics> value) {
        bound.add(FunctionCounter.builder(meter.meter(), counts, all -> all.of(element, value))
                .description(meter.description())
                .tags(tags(element))
                .register(registry));
    }

    private void gauge(ElementMeter meter, Element element, ToDoubleFunction<ElementStatistics> value) {
        Gauge.Builder<InstanceCounts> gauge = Gauge.builder(meter.meter(), counts, all -> all.of(element, value))
                .description(meter.description())
                .tags(tags(element));
        bound.add((meter.unit().isEmpty() ? gauge : gauge.baseUnit(meter.unit())).register(registry));
    }

    /** A timer, since its count and its sum can be told from outside; {@link ReferenceNames} has its name. */
    private void summary(ElementMeter meter, Element element, Function<ElementStatistics, Tally> value) {
        bound.add(FunctionTimer.builder(
                        meter.meter(),
                        counts,
                        all -> (long) all.of(element, one -> value.apply(one).count()),
                        all -> all.of(element, one -> value.apply(one).nanos()),
                        TimeUnit.NANOSECONDS)
                .description(meter.description())
                .tags(tags(element))
                .register(registry));
    }

    private static Tags tags(Element element) {
        Tags tags = Tags.of(
                "pipeline_name", element.pipelineName(),
                "pipeline_id", element.pipelineId(),
                "pipeline_instance_id", element.pipelineInstanceId());
        if (element.kind() != ElementKind.PIPELINE) {
            tags = tags.and("controller_name", element.controllerName(), "controller_id", element.controllerId());
        }
        if (element.kind() == ElementKind.PHASE || element.kind() == ElementKind.MODULE) {
            tags = tags.and("phase_name", element.phaseName(), "phase_id", element.phaseId());
        }
        if (element.kind() == ElementKind.MODULE) {
            tags = tags.and("module_name", element.moduleName(), "module_id", element.moduleId());
        }
        return tags;
    }

    /** Removes what was bound: the labels of a closed instance are of no more use, and would only pile up. */
    @Override
    public void close() {
        bound.forEach(registry::remove);
        bound.clear();
    }
}
