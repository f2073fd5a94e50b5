package io.millrace.pipeline.app;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** The sample pipelines, quicker than they come, which send packages to themselves. */
public final class SampleProfile implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "modules.pipelines", "",
                "modules.variables.transform-min-sleep", "20ms",
                "modules.variables.transform-max-sleep", "60ms");
    }
}
