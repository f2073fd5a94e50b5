package io.millrace.ksql.client;

import io.millrace.core.failure.InvalidRequestException;
import java.util.Map;

/** The server understood the request and refuses it, for example because the table is unknown. */
public final class KsqlException extends InvalidRequestException {

    private static final long serialVersionUID = 1L;

    private final int code;

    KsqlException(int code, String message) {
        super(Reason.UNPROCESSABLE, message);
        this.code = code;
    }

    /** ksqlDB's error code: {@code 40001} for a bad statement. */
    public int code() {
        return code;
    }

    @Override
    public Map<String, Object> details() {
        return Map.of("error_code", code);
    }
}
