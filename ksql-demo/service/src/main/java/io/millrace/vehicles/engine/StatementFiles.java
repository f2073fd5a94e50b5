package io.millrace.vehicles.engine;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.ksql.KsqlException;
import io.millrace.ksql.ast.Statement;
import io.millrace.ksql.engine.KsqlEngine;
import io.millrace.ksql.engine.Session;
import io.millrace.ksql.parse.KsqlParser;
import io.millrace.ksql.parse.ParsedStatement;
import io.millrace.ksql.plan.DataSource;
import io.millrace.sql.parse.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out files of statements each time the service starts: what an earlier start has made stays as it is. A file
 * ends at its first mistake, which is told with file, line, column and reason; the next file goes on.
 */
final class StatementFiles {

    private static final Logger log = LoggerFactory.getLogger(StatementFiles.class);

    /** Texts in quotes are taken as they are; comments and blanks between words do not count. */
    private static final Pattern WORDS =
            Pattern.compile("('(?:[^']|'')*'|`[^`]*`|\"[^\"]*\")|(?:--[^\\n]*|/\\*.*?\\*/|\\s+)+", Pattern.DOTALL);

    private final KsqlEngine engine;

    StatementFiles(KsqlEngine engine) {
        this.engine = engine;
    }

    /**
     * Carries them out in their order, each in a session of its own.
     *
     * @return what is wrong with them, one line per file
     */
    List<String> run(List<String> locations) throws InterruptedException {
        List<String> problems = new ArrayList<>();
        for (String location : locations) {
            try {
                int done = run(SqlFile.read(location));
                log.info("statements carried out, file={} new={}", location, done);
            } catch (InvalidRequestException e) {
                log.error("statements refused, {}", e.reason());
                problems.add(e.reason());
            }
        }
        return problems;
    }

    private int run(SqlFile file) throws InterruptedException {
        int done = 0;
        Session session = new Session();
        try {
            for (ParsedStatement parsed : KsqlParser.parse(file.text())) {
                if (!present(parsed)) {
                    engine.execute(inPlace(parsed), session);
                    done++;
                }
            }
            return done;
        } catch (KsqlException e) {
            throw new InvalidRequestException(Reason.UNPROCESSABLE, place(file, e.position()) + e.problem(), e);
        } catch (InvalidRequestException e) {
            throw new InvalidRequestException(Reason.UNPROCESSABLE, file.name() + ": " + e.reason(), e);
        }
    }

    private static String place(SqlFile file, @Nullable Position position) {
        return file.name() + (position == null ? "" : ":" + position.line() + ":" + position.column()) + ": ";
    }

    /** The statement where it stands in its file, so that the engine names places of the file. */
    private static String inPlace(ParsedStatement parsed) {
        Position at = parsed.statement().position();
        return "\n".repeat(at.line() - 1) + " ".repeat(at.column() - 1) + parsed.text();
    }

    /** Whether an earlier start has carried it out. */
    private boolean present(ParsedStatement parsed) {
        return switch (parsed.statement()) {
            case Statement.CreateSource create ->
                present(create.name(), create.orReplace() || create.ifNotExists(), parsed);
            case Statement.CreateAsSelect create ->
                present(create.name(), create.orReplace() || create.ifNotExists(), parsed);
            case Statement.InsertSelect _ ->
                engine.queries().stream().anyMatch(query -> same(query.statement(), parsed.text()));
            default -> false;
        };
    }

    private boolean present(String name, boolean mayExist, ParsedStatement parsed) {
        Optional<DataSource> found = source(name);
        if (found.isEmpty()) {
            return false;
        }
        if (same(found.get().statement(), parsed.text())) {
            return true;
        }
        if (mayExist) {
            return false;
        }
        throw KsqlException.conflict(
                parsed.statement().position(),
                name + " exists, but made by another statement: drop it, or write CREATE OR REPLACE");
    }

    private Optional<DataSource> source(String name) {
        try {
            return Optional.of(engine.source(name));
        } catch (InvalidRequestException _) {
            return Optional.empty();
        }
    }

    static boolean same(String one, String other) {
        return words(one).equals(words(other));
    }

    private static String words(String statement) {
        return WORDS.matcher(statement)
                .replaceAll(word -> word.group(1) == null ? " " : Matcher.quoteReplacement(word.group(1)))
                .strip();
    }
}
