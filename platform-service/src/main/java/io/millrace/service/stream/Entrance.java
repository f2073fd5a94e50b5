package io.millrace.service.stream;

import io.vertx.core.Future;

/** The request of a reader that is not answered yet. Exactly one of its methods is called, once. */
interface Entrance {

    /** Answers that rows will follow. */
    Future<Outlet> enter();

    /** Answers why not, with a status and a problem document. */
    void refuse(Throwable failure);
}
