package io.millrace.pipeline.command;

import io.millrace.pipeline.Status;
import io.millrace.pipeline.statistics.ElementStatistics;
import io.millrace.pipeline.statistics.Tally;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** The reference's module meters as Prometheus' text, of modules that no pipeline of this process has. */
final class ModuleMetrics {

    /** Its content type. */
    static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final double NANOS = 1e9;
    private static final Map<Status, String> OUTCOMES =
            Map.of(Status.SUCCESS, "success", Status.EXIT, "exit", Status.ERROR, "error");

    private final StringBuilder text = new StringBuilder();
    private final List<ElementStatistics> modules;

    private ModuleMetrics(List<ElementStatistics> modules) {
        this.modules = modules;
    }

    /** {@code module_input_flowrate_total{module_name="M-Transform",module_id="M-..."} 3.0} and so on. */
    static String text(List<ElementStatistics> modules) {
        ModuleMetrics metrics = new ModuleMetrics(modules);
        metrics.counter("module_input_flowrate", "Packages that came to the module", ElementStatistics::input);
        for (Status status : List.of(Status.SUCCESS, Status.EXIT, Status.ERROR)) {
            String name = OUTCOMES.get(status);
            metrics.counter(
                    "module_" + (status == Status.SUCCESS ? "output" : name) + "_flowrate",
                    "Packages of the module that ended in " + name,
                    one -> tally(one, status).count());
        }
        for (Status status : List.of(Status.SUCCESS, Status.EXIT, Status.ERROR)) {
            String name = OUTCOMES.get(status);
            metrics.summary(
                    "module_" + name + "_time",
                    "Seconds that packages of the module took that ended in " + name,
                    one -> tally(one, status));
        }
        metrics.summary(
                "module_waiting_time", "Seconds of waiting for the module's mutex", ElementStatistics::inputWaiting);
        metrics.gauge("module_processing_counter", "Packages within the module now", ElementStatistics::processing);
        metrics.gauge(
                "module_waiting_counter",
                "Packages that wait for the module's mutex",
                ElementStatistics::inputWaitingNow);
        return metrics.text.toString();
    }

    private static Tally tally(ElementStatistics module, Status status) {
        return module.outcomes().getOrDefault(status, new Tally(0, 0));
    }

    private void counter(String name, String help, ToLongFunction<ElementStatistics> value) {
        head(name + "_total", help, "counter");
        samples(name + "_total", value::applyAsLong);
    }

    private void gauge(String name, String help, ToLongFunction<ElementStatistics> value) {
        head(name, help, "gauge");
        samples(name, value::applyAsLong);
    }

    private void summary(String name, String help, Function<ElementStatistics, Tally> value) {
        head(name, help, "summary");
        samples(name + "_count", one -> value.apply(one).count());
        samples(name + "_sum", one -> value.apply(one).nanos() / NANOS);
    }

    private void head(String name, String help, String kind) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(kind).append('\n');
    }

    private void samples(String name, ToDoubleFunction<ElementStatistics> value) {
        for (ElementStatistics module : modules) {
            text.append(String.format(
                    Locale.ROOT,
                    "%s{module_name=\"%s\",module_id=\"%s\"} %s\n",
                    name,
                    escaped(module.element().moduleName()),
                    escaped(module.element().moduleId()),
                    value.applyAsDouble(module)));
        }
    }

    private static String escaped(String label) {
        return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
