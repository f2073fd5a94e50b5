package io.millrace.connect.config;

import io.millrace.core.failure.InvalidRequestException;
import java.util.List;

/** Configurations that cannot be used, with everything that is wrong with them. */
public final class ConfigException extends InvalidRequestException {

    private static final long serialVersionUID = 1L;

    /** With one line for each problem. */
    public ConfigException(String title, List<String> problems) {
        super(Reason.MALFORMED, title + "\n" + String.join("\n", problems));
    }
}
