package io.millrace.ksql.engine;

import io.millrace.core.failure.StreamException;
import io.millrace.core.failure.TransientException;
import io.millrace.ksql.KsqlException;
import io.millrace.ksql.format.FormatException;
import io.millrace.ksql.parse.KsqlParser;
import io.millrace.ksql.parse.ParsedStatement;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state that follows from the commands, and the queries that it asks for. Commands that are there at the start are
 * carried out without queries; then those start that are left.
 *
 * <p><b>Threading:</b> commands come on one thread; {@link #read} is for any.
 */
final class Application implements CommandLog.Follower {

    private static final Logger log = LoggerFactory.getLogger(Application.class);

    private final Catalog catalog;
    private final Runs runs;
    private final Topics topics;
    private final Outcomes outcomes = new Outcomes();
    private boolean live;
    private volatile long version;

    Application(Catalog catalog, Runs runs, Topics topics) {
        this.catalog = catalog;
        this.runs = runs;
        this.topics = topics;
    }

    Outcomes outcomes() {
        return outcomes;
    }

    /** Looks at the state while no command changes it. */
    synchronized <T> T read(Function<Catalog, T> look) {
        return look.apply(catalog);
    }

    @Override
    public void command(long offset, byte[] bytes) {
        try {
            Catalog.Effect effect = apply(offset, Command.of(bytes));
            if (live) {
                carryOut(effect);
            }
            outcomes.done(offset, effect.message());
        } catch (FormatException e) {
            log.error("command {} cannot be read and is left out: {}", offset, e.getMessage());
            outcomes.failed(offset, KsqlException.of("cannot read command: " + e.getMessage()));
        } catch (StreamException e) {
            // refused here means refused everywhere, so nothing has happened
            outcomes.failed(offset, e);
        } catch (RuntimeException e) {
            log.error("command {} failed", offset, e);
            outcomes.failed(offset, new TransientException("command " + offset + " failed: " + e, e));
        }
    }

    private synchronized Catalog.Effect apply(long offset, Command command) {
        List<ParsedStatement> statements = KsqlParser.parse(command.statement());
        if (statements.size() != 1) {
            throw KsqlException.of("a command is one statement, not " + statements.size());
        }
        try {
            return catalog.apply(statements.getFirst(), command.properties(), offset);
        } finally {
            version = offset + 1;
        }
    }

    /** Changes with the state: what was planned at another version is to be planned again. */
    long version() {
        return version;
    }

    private void carryOut(Catalog.Effect effect) {
        effect.stopped().forEach(runs::stop);
        effect.started().forEach(runs::start);
        if (effect.dropped() != null && effect.deleteTopic()) {
            try {
                topics.delete(effect.dropped().topic().name());
            } catch (TransientException e) {
                log.warn(
                        "cannot delete topic, name={} cause={}",
                        effect.dropped().topic().name(),
                        e.getMessage());
            }
        }
    }

    @Override
    public void caughtUp() {
        List<PersistentQuery> left = read(Catalog::queries);
        log.info("commands read, queries={}", left.size());
        live = true;
        left.forEach(runs::start);
    }
}
