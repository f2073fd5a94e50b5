package io.millrace.core.testkit;

import io.millrace.core.Sink;
import io.millrace.core.failure.PoisonException;
import java.util.List;

/** Shows that the contract can be kept with little. */
final class CollectingSinkTest implements SinkContract<String> {

    private final CollectingSink<String> sink = new CollectingSink<>(batch -> {
        if (batch.stream().anyMatch(record -> record.value().equals("poison"))) {
            throw new PoisonException("poison");
        }
    });

    @Override
    public List<String> samples() {
        return List.of("one", "two", "three", "four");
    }

    @Override
    public Sink<String> sink() {
        return sink;
    }

    @Override
    public List<String> stored() {
        return sink.values();
    }

    @Override
    public String poison() {
        return "poison";
    }

    @Override
    public boolean idempotent() {
        return false;
    }
}
