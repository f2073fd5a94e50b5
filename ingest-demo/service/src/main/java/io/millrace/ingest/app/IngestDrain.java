package io.millrace.ingest.app;

import io.millrace.ingest.Ingest;
import io.millrace.service.app.DrainStep;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Closes sources and lets sinks store what is left, within the grace, before readers are told the end. The simulated
 * exchange goes first: what it makes while nobody listens would be missing for ever, as it forgets trades when it ends.
 */
@ApplicationScoped
class IngestDrain implements DrainStep {

    private final Documents documents;
    private final Ingest ingest;
    private final LocalExchange exchange;

    IngestDrain(Documents documents, Ingest ingest, LocalExchange exchange) {
        this.documents = documents;
        this.ingest = ingest;
        this.exchange = exchange;
    }

    @Override
    public void drain() {
        documents.close();
        exchange.close();
        ingest.close();
    }
}
