package io.millrace.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BatchIdTest {

    @Test
    void saysWhichRecordsItHolds() {
        BatchId id = new BatchId("coinbase/duckdb", 1_000, 1_999);
        assertThat(id.size()).isEqualTo(1_000);
        assertThat(id.token()).isEqualTo("coinbase/duckdb/1000-1999");
    }

    @Test
    void refusesWhatNamesNoRecords() {
        assertThatThrownBy(() -> new BatchId(" ", 0, 0)).hasMessageContaining("stream must have 1 to 200 characters");
        assertThatThrownBy(() -> new BatchId("a", -1, 0)).hasMessageContaining("were -1 and 0");
        assertThatThrownBy(() -> new BatchId("a", 2, 1)).hasMessageContaining("were 2 and 1");
    }
}
