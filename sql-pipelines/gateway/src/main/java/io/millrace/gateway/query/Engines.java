package io.millrace.gateway.query;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.gateway.catalog.PipelineCatalog;
import io.millrace.gateway.catalog.PipelineSpec;
import io.millrace.sql.Engine;

/** Which engine runs a pipeline. Closing closes the engines. */
public final class Engines implements AutoCloseable {

    private final Engine embedded;

    public Engines(Engine embedded) {
        this.embedded = embedded;
    }

    /**
     * @param otherwise the engine of pipelines that name none
     * @throws InvalidRequestException when this version has no such engine
     */
    Engine engine(PipelineSpec spec, String otherwise) {
        String name = spec.engine() == null ? otherwise : spec.engine();
        if (name.equals(PipelineCatalog.EMBEDDED)) {
            return embedded;
        }
        throw new InvalidRequestException(
                Reason.UNPROCESSABLE,
                "engine '%s' of pipeline '%s' is not supported yet; use '%s'"
                        .formatted(name, spec.name(), PipelineCatalog.EMBEDDED));
    }

    @Override
    public void close() {
        embedded.close();
    }
}
