package io.millrace.pipeline.command;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Settings of a module from the command line: {@code key=value}; a key given more than once is a list. */
final class ModuleOptionsText {

    private ModuleOptionsText() {}

    /**
     * Reads them.
     *
     * @throws InvalidRequestException when one is not {@code key=value}
     */
    static Map<String, Object> read(List<String> words) {
        Map<String, Object> settings = new LinkedHashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw new InvalidRequestException(
                        Reason.MALFORMED, "--set expects key=value, such as --set min-sleep=1s, not '" + word + "'");
            }
            settings.merge(word.substring(0, equals), value(word.substring(equals + 1)), ModuleOptionsText::list);
        }
        return settings;
    }

    private static List<Object> list(Object before, Object next) {
        List<Object> all = new ArrayList<>();
        if (before instanceof List<?> more) {
            all.addAll(more);
        } else {
            all.add(before);
        }
        all.add(next);
        return all;
    }

    /** A number or a truth value where that loses nothing of the text. */
    private static Object value(String text) {
        if (text.equals("true") || text.equals("false")) {
            return Boolean.valueOf(text);
        }
        if (text.matches("0|-?[1-9]\\d{0,17}")) {
            return Long.valueOf(text);
        }
        if (text.matches("-?\\d{1,15}\\.\\d{1,15}") && text.equals(Double.toString(Double.parseDouble(text)))) {
            return Double.valueOf(text);
        }
        return text;
    }
}
