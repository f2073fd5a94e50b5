package io.millrace.pipeline.app;

import io.millrace.core.meter.MeterName;
import io.millrace.core.meter.MeterSpec;

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

    private final MeterSpec spec;

    ServiceMeter(String meter, Kind kind, String description, String tags) {
        this.spec = new MeterSpec(meter, kind, "", description, tags);
    }

    @Override
    public MeterSpec spec() {
        return spec;
    }
}
