package io.millrace.ksql.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.StreamException;
import io.millrace.ksql.ast.Statement;
import io.millrace.ksql.engine.KsqlEngine;
import io.millrace.ksql.engine.Session;
import io.millrace.ksql.engine.StatementResult;
import io.millrace.ksql.parse.KsqlParser;
import io.millrace.ksql.parse.ParsedStatement;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code /ksql}, {@code /ksql/terminate} and {@code /status}. */
final class StatementsEndpoint {

    private static final Duration CATCH_UP = Duration.ofSeconds(5);
    private static final int REMEMBERED = 1_000;

    /** What became of the last commands that were given here, the oldest first; guarded by itself. */
    private final LinkedHashMap<String, ObjectNode> statuses = new LinkedHashMap<>();

    private final String host;

    /**
     * For a server.
     *
     * @param host {@code host:port} of this process
     */
    StatementsEndpoint(String host) {
        this.host = host;
    }

    void execute(Exchange exchange, Buffer body) throws InterruptedException {
        QueryRequest request = QueryRequest.read(body);
        KsqlEngine engine = exchange.engine();
        if (request.sequence() >= 0 && !engine.awaitCommand(request.sequence(), CATCH_UP)) {
            throw RefusedException.of(
                    RefusedException.CATCH_UP,
                    "command " + request.sequence() + " was not carried out here within " + CATCH_UP.toSeconds()
                            + " s");
        }
        exchange.json(run(engine, request));
    }

    private ArrayNode run(KsqlEngine engine, QueryRequest request) throws InterruptedException {
        List<ParsedStatement> parsed;
        try {
            parsed = KsqlParser.parse(request.text(), request.variables());
        } catch (StreamException e) {
            throw RefusedException.of(e, request.text());
        }
        parsed.forEach(StatementsEndpoint::check);
        StatementEntities forms = new StatementEntities(new DescriptionJson(host, topic -> topic(engine, topic)));
        ArrayNode entities = Json.array();
        AtomicInteger done = new AtomicInteger();
        try {
            engine.execute(request.text(), request.session(), result -> {
                ObjectNode entity =
                        forms.of(result, parsed.get(done.getAndIncrement()).statement());
                if (entity != null) {
                    entities.add(entity);
                }
                if (result instanceof StatementResult.Executed executed) {
                    remember(executed.commandId(), StatementEntities.status(executed));
                }
            });
            return entities;
        } catch (StreamException e) {
            boolean begun = done.get() > 0 || parsed.size() == 1;
            throw RefusedException.of(e, begun ? parsed.get(done.get()).text() : request.text(), entities);
        }
    }

    private static void check(ParsedStatement parsed) {
        switch (parsed.statement()) {
            case Statement.Select _, Statement.Print _ ->
                throw RefusedException.wrongEndpoint(
                        "SELECT and PRINT give rows: send them to /query-stream or /query", parsed.text());
            case Statement.SetProperty set -> RequestProperties.check(set.name());
            default -> {
                // the engine knows more
            }
        }
    }

    private static StatementResult.@Nullable TopicInfo topic(KsqlEngine engine, String name) {
        try {
            return engine.execute("SHOW ALL TOPICS;", new Session()).stream()
                    .flatMap(result ->
                            result instanceof StatementResult.TopicList list ? list.topics().stream() : Stream.empty())
                    .filter(topic -> topic.name().equals(name))
                    .findFirst()
                    .orElse(null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private void remember(String commandId, ObjectNode status) {
        synchronized (statuses) {
            statuses.remove(commandId);
            statuses.put(commandId, status);
            if (statuses.size() > REMEMBERED) {
                statuses.pollFirstEntry();
            }
        }
    }

    /** A command that was given elsewhere is known by what it made. */
    void status(Exchange exchange, Buffer body) {
        String commandId = exchange.rest("/status/").replace("`", "");
        ObjectNode known;
        synchronized (statuses) {
            known = statuses.get(commandId);
        }
        if (known != null) {
            exchange.json(known);
            return;
        }
        String[] parts = commandId.split("/", -1);
        if (parts.length == 3 && parts[2].equals("create") && exists(exchange.engine(), parts[0], parts[1])) {
            exchange.json(Json.object()
                    .put("status", "SUCCESS")
                    .put("message", parts[1] + " is there")
                    .putNull("queryId"));
            return;
        }
        throw RefusedException.of(RefusedException.NOT_FOUND, "there is no command " + commandId);
    }

    private static boolean exists(KsqlEngine engine, String kind, String name) {
        try {
            return engine.source(name).kind().name().toLowerCase(Locale.ROOT).equals(kind);
        } catch (InvalidRequestException _) {
            return false;
        }
    }

    /** Ends all queries and drops all streams and tables, with the topics that the request lists. */
    void terminate(Exchange exchange, Buffer body) throws InterruptedException {
        ObjectNode all = body.length() == 0 ? Json.object() : Json.read(body, "the body");
        List<Pattern> topics = Optional.ofNullable(all.get("deleteTopicList")).stream()
                .flatMap(StatementsEndpoint::items)
                .map(item -> pattern(item.asText()))
                .toList();
        KsqlEngine engine = exchange.engine();
        ArrayNode entities = Json.array();
        StatementEntities forms = new StatementEntities(new DescriptionJson(host, _ -> null));
        String text = engine.queries().isEmpty() ? "" : "TERMINATE ALL;";
        StringBuilder statements = new StringBuilder(text);
        for (StatementResult result : engine.execute("SHOW STREAMS; SHOW TABLES;", new Session())) {
            if (result instanceof StatementResult.Sources sources) {
                sources.sources().forEach(one -> statements.append(drop(one, topics)));
            }
        }
        for (ParsedStatement parsed : KsqlParser.parse(statements.toString())) {
            for (StatementResult result : engine.execute(parsed.text(), new Session())) {
                entities.add(forms.of(result, parsed.statement()));
            }
        }
        exchange.json(entities);
    }

    private static Stream<JsonNode> items(JsonNode list) {
        if (!list.isArray()) {
            throw RefusedException.badRequest("deleteTopicList must be an array of names or regular expressions");
        }
        return list.valueStream();
    }

    private static Pattern pattern(String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw RefusedException.badRequest("deleteTopicList: '" + text + "' is no regular expression");
        }
    }

    private static String drop(StatementResult.Description one, List<Pattern> topics) {
        String topic = one.source().topic().name();
        boolean delete =
                topics.stream().anyMatch(pattern -> pattern.matcher(topic).matches());
        return "DROP " + one.source().kind() + " `" + one.source().name() + "`" + (delete ? " DELETE TOPIC;" : ";");
    }
}
