package io.millrace.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.millrace.core.Record;
import io.millrace.core.Sink;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows that the rules find what they forbid. */
final class PlatformRulesTest {

    private static PlatformRules rulesOn(Class<?>... types) {
        JavaClasses classes = ModuleClasses.importer().importClasses(types);
        return new PlatformRules() {
            @Override
            public JavaClasses classesUnderTest() {
                return classes;
            }
        };
    }

    private static void assertBroken(Runnable rule) {
        assertThatThrownBy(rule::run).isInstanceOf(AssertionError.class);
    }

    @ParameterizedTest(name = "{0} imports {1}: {2}")
    @CsvSource({
        "io.millrace.core.flow, io.millrace.core, true",
        "io.millrace.core, io.millrace.connector.file, false",
        "io.millrace.core, org.slf4j, true",
        "io.millrace.connector.file, io.millrace.core.flow, true",
        "io.millrace.connector.file, io.millrace.connector.kafka, false",
        "io.millrace.connector.file.inner, io.millrace.connector.file, true",
        "io.millrace.connector.file, io.millrace.service, false",
        "io.millrace.connector.file, io.millrace.sql.batch, false",
        "io.millrace.connector.proton, io.millrace.sql.batch, true",
        "io.millrace.service.stream, io.millrace.core, true",
        "io.millrace.service, io.millrace.sql, false",
        "io.millrace.sql.exec, io.millrace.sql.plan, true",
        "io.millrace.sql, io.millrace.connector.proton, true",
        "io.millrace.sql, io.millrace.service, false",
        "io.millrace.gateway.app, io.millrace.service, true",
        "io.millrace.gateway, io.millrace.sql, true",
        "io.millrace.gateway, io.millrace.mq, false",
        "io.millrace.mq.command, io.millrace.command, true",
        "io.millrace.gateway.app, io.millrace.command, false",
        "io.millrace.command, io.millrace.mq, false",
        "io.millrace.benchmark, io.millrace.gateway, true",
    })
    void knowWhatStandsBelowWhat(String from, String to, boolean allowed) {
        assertThat(DownwardImports.allowed(from, to)).isEqualTo(allowed);
    }

    @Test
    void findClocks() {
        for (Class<?> type : List.of(ReadsNanos.class, ReadsNanosByReference.class, ReadsNow.class, HasClock.class)) {
            assertBroken(rulesOn(type)::onlyTheTickerReadsAClockOrSleeps);
        }
        assertThatCode(rulesOn(Quiet.class)::onlyTheTickerReadsAClockOrSleeps).doesNotThrowAnyException();
    }

    @Test
    void findPrintingOutsideOfPrograms() {
        assertBroken(rulesOn(Prints.class)::logsGoThroughSlf4jAndOnlyProgramsPrint);
        assertBroken(rulesOn(PrintsTrace.class)::logsGoThroughSlf4jAndOnlyProgramsPrint);
        assertThatCode(rulesOn(ProgramThatPrints.class)::logsGoThroughSlf4jAndOnlyProgramsPrint)
                .doesNotThrowAnyException();
    }

    @Test
    void findNames() {
        assertBroken(rulesOn(Bucket.class)::sourcesAndSinksSayWhatTheyAre);
        assertBroken(rulesOn(BucketManager.class)::namesSayWhatATypeIsNotHowItIsMade);
        assertBroken(rulesOn(AbstractBucket.class)::namesSayWhatATypeIsNotHowItIsMade);
        assertBroken(rulesOn(OddLogger.class)::loggersAreNamedLogAndShared);
    }

    static final class ReadsNanos {
        long now() {
            return System.nanoTime();
        }
    }

    static final class ReadsNanosByReference {
        LongSupplier clock() {
            return System::currentTimeMillis;
        }
    }

    static final class ReadsNow {
        Instant now() {
            return Instant.now();
        }
    }

    static final class HasClock {
        Clock clock() {
            return Clock.systemUTC();
        }
    }

    static final class Prints {
        void print() {
            System.out.println("hello");
        }
    }

    static final class PrintsTrace {
        void print(IllegalStateException e) {
            e.printStackTrace();
        }
    }

    static final class Quiet {
        int answer() {
            return 42;
        }
    }

    static class Bucket implements Sink<String> {
        @Override
        public void open() {}

        @Override
        public void write(List<Record<String>> batch) {}

        @Override
        public void close() {}
    }

    static final class BucketManager {}

    abstract static class AbstractBucket {}

    static final class OddLogger {
        final Logger logger = LoggerFactory.getLogger(OddLogger.class);
    }
}
