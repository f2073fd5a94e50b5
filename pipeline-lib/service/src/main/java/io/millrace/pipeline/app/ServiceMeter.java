package io.millrace.pipeline.app;

import io.millrace.core.meter.MeterName;

/** The meters of the service beside those of pipelines; {@code docs/metrics.md} is made from this. */
enum ServiceMeter implements MeterName {
    PIPELINES("modules.pipelines", Kind.GAUGE, "Pipelines that take packages", ""),
    INSTANCES("modules.instances", Kind.GAUGE, "Instances of all pipelines", ""),
    RESULTS_MISSED(
            "modules.results.missed",
            Kind.COUNTER,
            "Packages that no reader of results was told because they ended faster than they could be encoded",
            ""),
    SERVERS("modules.registry.servers", Kind.GAUGE, "Module servers in the registry", "presence");

    private final String meter;
    private final Kind kind;
    private final String description;
    private final String tags;

    ServiceMeter(String meter, Kind kind, String description, String tags) {
        this.meter = meter;
        this.kind = kind;
        this.description = description;
        this.tags = tags;
    }

    @Override
    public String meter() {
        return meter;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public String unit() {
        return "";
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public String tags() {
        return tags;
    }
}
