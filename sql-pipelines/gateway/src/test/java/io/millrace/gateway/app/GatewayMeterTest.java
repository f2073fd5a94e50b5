package io.millrace.gateway.app;

import io.millrace.core.testkit.DocumentedMeters;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class GatewayMeterTest {

    @Test
    void everyMeterIsDocumented() throws IOException {
        DocumentedMeters.check("sql-gateway", GatewayMeter.values());
    }
}
