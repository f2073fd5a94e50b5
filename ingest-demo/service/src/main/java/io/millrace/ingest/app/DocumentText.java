package io.millrace.ingest.app;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A document as it was written.
 *
 * @param text YAML
 * @param version of exactly this text, for {@code ETag}
 */
record DocumentText(String text, String version) {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)");
    private static final int VERSION_DIGITS = 16;

    static DocumentText of(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return new DocumentText(text, HexFormat.of().formatHex(hash).substring(0, VERSION_DIGITS));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JVM has it", e);
        }
    }

    /** Names of the variables in it. */
    private Set<String> variables() {
        return VARIABLE.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toSet());
    }

    /** Of an environment what this document uses: all that one which replaces it over HTTP may use. */
    Map<String, String> used(Map<String, String> environment) {
        Set<String> names = variables();
        return environment.entrySet().stream()
                .filter(variable -> names.contains(variable.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
