package io.millrace.service.stream;

import io.millrace.core.testkit.DocumentedMeters;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class StreamMeterTest {

    @Test
    void areDocumented() throws IOException {
        DocumentedMeters.check("service", StreamMeter.values());
    }
}
