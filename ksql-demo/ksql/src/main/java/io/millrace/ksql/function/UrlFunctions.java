package io.millrace.ksql.function;

import static io.millrace.ksql.function.Library.text;

import io.millrace.ksql.expr.RowException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Functions of web addresses. */
final class UrlFunctions {

    private UrlFunctions() {}

    static void declare(Library library) {
        library.add("URL_EXTRACT_HOST(STRING) STRING", a -> uri(a).getHost())
                .add("URL_EXTRACT_PROTOCOL(STRING) STRING", a -> uri(a).getScheme())
                .add("URL_EXTRACT_PATH(STRING) STRING", a -> uri(a).getPath())
                .add("URL_EXTRACT_QUERY(STRING) STRING", a -> uri(a).getQuery())
                .add("URL_EXTRACT_FRAGMENT(STRING) STRING", a -> uri(a).getFragment())
                .add("URL_EXTRACT_PORT(STRING) INTEGER", a -> uri(a).getPort() < 0 ? null : uri(a).getPort())
                .add("URL_EXTRACT_PARAMETER(STRING, STRING) STRING", a -> parameter(uri(a), text(a[1])))
                .add("URL_ENCODE_PARAM(STRING) STRING", a -> encode(text(a[0])))
                .add("URL_DECODE_PARAM(STRING) STRING", a -> URLDecoder.decode(text(a[0]), StandardCharsets.UTF_8));
    }

    private static URI uri(@Nullable Object[] arguments) {
        try {
            return new URI(text(arguments[0]));
        } catch (URISyntaxException e) {
            throw new RowException("'" + arguments[0] + "' is no address: " + e.getReason());
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static @Nullable String parameter(URI uri, String name) {
        String query = uri.getRawQuery();
        if (query == null) {
            return null;
        }
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? pair : pair.substring(0, equals);
            if (URLDecoder.decode(key, StandardCharsets.UTF_8).equals(name)) {
                return equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
            }
        }
        return null;
    }
}
