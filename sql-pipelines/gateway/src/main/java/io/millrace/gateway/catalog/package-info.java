/**
 * The file of named pipelines: read with every problem at once, edited without touching what was not meant, watched for
 * edits by others. {@link io.millrace.gateway.catalog.CatalogReader} turns text into a
 * {@link io.millrace.gateway.catalog.PipelineCatalog}; {@link io.millrace.gateway.catalog.CatalogEditor} turns text and
 * a change into new text; {@link io.millrace.gateway.catalog.CatalogFile} holds the file.
 */
@NullMarked
package io.millrace.gateway.catalog;

import org.jspecify.annotations.NullMarked;
