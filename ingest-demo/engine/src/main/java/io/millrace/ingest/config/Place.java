package io.millrace.ingest.config;

/** Where in a text something stands; both from 1, 0 when unknown. */
record Place(int line, int column) {

    static final Place NOWHERE = new Place(0, 0);
}
