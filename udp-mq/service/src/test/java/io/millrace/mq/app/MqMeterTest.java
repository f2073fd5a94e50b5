package io.millrace.mq.app;

import io.millrace.core.testkit.DocumentedMeters;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class MqMeterTest {

    @Test
    void everyMeterIsDocumented() throws IOException {
        DocumentedMeters.check("mq-service", MqMeter.values());
    }
}
