package io.millrace.pipeline.app;

import io.millrace.core.meter.MeterName;
import io.millrace.core.meter.MeterSpec;

/**
 * The meters of the elements of pipelines, named as those of the reference are at {@code /q/metrics}: counters, the
 * {@code _count} and {@code _sum} of times in seconds, and gauges. Queue and reorder meters are ours.
 */
enum ElementMeter implements MeterName {
    PIPELINE_INPUT("pipeline.input.flowrate", Kind.COUNTER, "", "Packages that came to the pipeline", Labels.PIPELINE),
    PIPELINE_SUCCESS(
            "pipeline.output.flowrate",
            Kind.COUNTER,
            "",
            "Packages of the pipeline that left in success",
            Labels.PIPELINE),
    PIPELINE_EXIT(
            "pipeline.exit.flowrate",
            Kind.COUNTER,
            "",
            "Packages of the pipeline that a module told to leave",
            Labels.PIPELINE),
    PIPELINE_OVERFLOW(
            "pipeline.overflow.flowrate",
            Kind.COUNTER,
            "",
            "Packages of the pipeline that a full queue put out",
            Labels.PIPELINE),
    PIPELINE_OUTDATED(
            "pipeline.outdated.flowrate",
            Kind.COUNTER,
            "",
            "Packages of the pipeline that a later package overtook",
            Labels.PIPELINE),
    PIPELINE_ERROR(
            "pipeline.error.flowrate", Kind.COUNTER, "", "Packages of the pipeline that failed", Labels.PIPELINE),
    PIPELINE_SUCCESS_TIME(
            "pipeline.success.time",
            Kind.SUMMARY,
            "",
            "Seconds that packages of the pipeline took that left in success",
            Labels.PIPELINE),
    PIPELINE_EXIT_TIME(
            "pipeline.exit.time",
            Kind.SUMMARY,
            "",
            "Seconds that packages of the pipeline took that a module told to leave",
            Labels.PIPELINE),
    PIPELINE_OVERFLOW_TIME(
            "pipeline.overflow.time",
            Kind.SUMMARY,
            "",
            "Seconds that packages of the pipeline took that a full queue put out",
            Labels.PIPELINE),
    PIPELINE_OUTDATED_TIME(
            "pipeline.outdated.time",
            Kind.SUMMARY,
            "",
            "Seconds that packages of the pipeline took that a later package overtook",
            Labels.PIPELINE),
    PIPELINE_ERROR_TIME(
            "pipeline.error.time",
            Kind.SUMMARY,
            "",
            "Seconds that packages of the pipeline took that failed",
            Labels.PIPELINE),
    PIPELINE_PROCESSING(
            "pipeline.processing.counter",
            Kind.GAUGE,
            "",
            "Packages within the pipeline now, those waiting included",
            Labels.PIPELINE),
    CONTROLLER_INPUT(
            "controller.input.flowrate", Kind.COUNTER, "", "Packages that came to the controller", Labels.CONTROLLER),
    CONTROLLER_SUCCESS(
            "controller.output.flowrate",
            Kind.COUNTER,
            "",
            "Packages of the controller that left in success",
            Labels.CONTROLLER),
    CONTROLLER_EXIT(
            "controller.exit.flowrate",
            Kind.COUNTER,
            "",
            "Packages of the controller that a module told to leave",
            Labels.CONTROLLER),
    CONTROLLER_OVERFLOW(
            "controller.overflow.flowrate",
            Kind.COUNTER,
            "",
            "Packages of the controller that a full queue put out",
            Labels.CONTROLLER),
    CONTROLLER_OUTDATED(
            "controller.outdated.flowrate",
            Kind.COUNTER,
            "",
            "Packages of the controller that a later package overtook",
            Labels.CONTROLLER),
    CONTROLLER_ERROR(
            "controller.error.flowrate", Kind.COUNTER, "", "Packages of the controller that failed", Labels.CONTROLLER),
    CONTROLLER_SUCCESS_TIME(
            "controller.success.time",
            Kind.SUMMARY,
            "",
            "Seconds that packages of the controller took that left in success",
            Labels.CONTROLLER),
    CONTROLLER_EXIT_TIME(
            "controller.exit.time",
            Kind.SUMMARY,
            "",
            "Seconds that packages of the controller took that a module told to leave",
            Labels.CONTROLLER),
    CONTROLLER_OVERFLOW_TIME(
            "controller.overflow.time",
            Kind.SUMMARY,
            "",
            "Seconds that packages of the controller took that a full queue put out",
            Labels.CONTROLLER),
    CONTROLLER_OUTDATED_TIME(
            "controller.outdated.time",
            Kind.SUMMARY,
            "",
            "Seconds that packages of the controller took that a later package overtook",
            Labels.CONTROLLER),
    CONTROLLER_ERROR_TIME(
            "controller.error.time",
            Kind.SUMMARY,
            "",
            "Seconds that packages of the controller took that failed",
            Labels.CONTROLLER),
    CONTROLLER_INPUT_WAITING_TIME(
            "controller.input.waiting.time", Kind.SUMMARY, "", "Seconds from arrival to a worker", Labels.CONTROLLER),
    CONTROLLER_OUTPUT_WAITING_TIME(
            "controller.output.waiting.time",
            Kind.SUMMARY,
            "",
            "Seconds from the worker's end to leaving",
            Labels.CONTROLLER),
    CONTROLLER_PROCESSING(
            "controller.processing.counter",
            Kind.GAUGE,
            "",
            "Packages within the controller now, those waiting included",
            Labels.CONTROLLER),
    CONTROLLER_INPUT_WAITING(
            "controller.input.waiting.counter", Kind.GAUGE, "", "Packages that wait for a worker", Labels.CONTROLLER),
    CONTROLLER_OUTPUT_WAITING(
            "controller.output.waiting.counter",
            Kind.GAUGE,
            "",
            "Finished packages that wait for their turn",
            Labels.CONTROLLER),
    CONTROLLER_QUEUE_CAPACITY(
            "controller.queue.capacity", Kind.GAUGE, "", "Packages that may wait for a worker", Labels.CONTROLLER),
    CONTROLLER_QUEUE_SIZE(
            "controller.queue.size", Kind.GAUGE, "bytes", "Bytes of data that wait for a worker", Labels.CONTROLLER),
    CONTROLLER_REORDER_CAPACITY(
            "controller.reorder.capacity",
            Kind.GAUGE,
            "",
            "Finished packages that may wait for their turn; not a number when that is not bounded",
            Labels.CONTROLLER),
    CONTROLLER_REORDER_GAPS(
            "controller.reorder.gaps", Kind.COUNTER, "", "Places in the order that were given up", Labels.CONTROLLER),
    PHASE_INPUT("phase.input.flowrate", Kind.COUNTER, "", "Packages that came to the phase", Labels.PHASE),
    PHASE_SUCCESS(
            "phase.output.flowrate", Kind.COUNTER, "", "Packages of the phase that left in success", Labels.PHASE),
    PHASE_EXIT(
            "phase.exit.flowrate", Kind.COUNTER, "", "Packages of the phase that a module told to leave", Labels.PHASE),
    PHASE_ERROR("phase.error.flowrate", Kind.COUNTER, "", "Packages of the phase that failed", Labels.PHASE),
    PHASE_SUCCESS_TIME(
            "phase.success.time",
            Kind.SUMMARY,
            "",
            "Seconds that packages of the phase took that left in success",
            Labels.PHASE),
    PHASE_EXIT_TIME(
            "phase.exit.time",
            Kind.SUMMARY,
            "",
            "Seconds that packages of the phase took that a module told to leave",
            Labels.PHASE),
    PHASE_ERROR_TIME(
            "phase.error.time", Kind.SUMMARY, "", "Seconds that packages of the phase took that failed", Labels.PHASE),
    PHASE_PROCESSING(
            "phase.processing.counter",
            Kind.GAUGE,
            "",
            "Packages within the phase now, those waiting included",
            Labels.PHASE),
    MODULE_INPUT("module.input.flowrate", Kind.COUNTER, "", "Packages that came to the module", Labels.MODULE),
    MODULE_SUCCESS(
            "module.output.flowrate", Kind.COUNTER, "", "Packages of the module that left in success", Labels.MODULE),
    MODULE_EXIT(
            "module.exit.flowrate",
            Kind.COUNTER,
            "",
            "Packages of the module that a module told to leave",
            Labels.MODULE),
    MODULE_ERROR("module.error.flowrate", Kind.COUNTER, "", "Packages of the module that failed", Labels.MODULE),
    MODULE_SUCCESS_TIME(
            "module.success.time",
            Kind.SUMMARY,
            "",
            "Seconds that packages of the module took that left in success",
            Labels.MODULE),
    MODULE_EXIT_TIME(
            "module.exit.time",
            Kind.SUMMARY,
            "",
            "Seconds that packages of the module took that a module told to leave",
            Labels.MODULE),
    MODULE_ERROR_TIME(
            "module.error.time",
            Kind.SUMMARY,
            "",
            "Seconds that packages of the module took that failed",
            Labels.MODULE),
    MODULE_WAITING_TIME(
            "module.waiting.time", Kind.SUMMARY, "", "Seconds of waiting for the module's mutex", Labels.MODULE),
    MODULE_PROCESSING(
            "module.processing.counter",
            Kind.GAUGE,
            "",
            "Packages within the module now, those waiting included",
            Labels.MODULE),
    MODULE_WAITING(
            "module.waiting.counter", Kind.GAUGE, "", "Packages that wait for the module's mutex", Labels.MODULE);

    private final MeterSpec spec;

    ElementMeter(String meter, Kind kind, String unit, String description, String tags) {
        this.spec = new MeterSpec(meter, kind, unit, description, tags);
    }

    @Override
    public MeterSpec spec() {
        return spec;
    }

    /** The labels of each kind of element; those of closed instances go with them. */
    private static final class Labels {

        static final String PIPELINE = "pipeline_name, pipeline_id, pipeline_instance_id";
        static final String CONTROLLER = PIPELINE + ", controller_name, controller_id";
        static final String PHASE = CONTROLLER + ", phase_name, phase_id";
        static final String MODULE = PHASE + ", module_name, module_id";

        private Labels() {}
    }
}
