package io.millrace.gateway;

import io.millrace.gateway.catalog.Backend;
import io.millrace.gateway.catalog.CatalogProblem;
import java.util.List;

/**
 * How the pipeline file stands.
 *
 * @param file its path
 * @param sampled true while there is no such file and the built-in sample stands for it
 * @param engine of pipelines that name none
 * @param problems of an edit that cannot be used; empty when the file and what runs are the same
 * @param warnings about what was read and ignored
 */
public record GatewayStatus(
        String file,
        boolean sampled,
        Backend backend,
        String engine,
        List<CatalogProblem> problems,
        List<CatalogProblem> warnings) {}
