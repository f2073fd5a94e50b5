package io.millrace.ksql.rest;

import io.millrace.core.testkit.DocumentedMeters;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class KsqlApiMeterTest {

    @Test
    void everyMeterIsDocumented() throws IOException {
        DocumentedMeters.check("ksql-rest", KsqlApiMeter.values());
    }
}
