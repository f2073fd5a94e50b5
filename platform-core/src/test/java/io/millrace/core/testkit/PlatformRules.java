package io.millrace.core.testkit;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.lang.ArchRule;
import io.millrace.core.Sink;
import io.millrace.core.Source;
import java.time.Clock;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/**
 * The architecture of Millrace as tests. Each module has a test class that implements this interface and is empty; the
 * rules then hold for the production classes of that module.
 */
public interface PlatformRules {

    /** What the rules hold for: the production classes of the module under test. */
    default JavaClasses classesUnderTest() {
        return ModuleClasses.ALL;
    }

    @Test
    default void importsRunDownwardOnly() {
        check(classes().should(new DownwardImports()));
    }

    @Test
    default void onlyTheServiceKitAndAppPackagesKnowTheFramework() {
        check(noClasses()
                .that(DescribedPredicate.not(resideInAnyPackage("io.millrace.service..", "..app..")))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.quarkus..", "jakarta..", "io.smallrye.."));
    }

    @Test
    default void sourcesAndSinksSayWhatTheyAre() {
        check(named(Source.class, "Source"));
        check(named(Sink.class, "Sink"));
    }

    private static ArchRule named(Class<?> role, String suffix) {
        return classes()
                .that()
                .areAssignableTo(role)
                .and()
                .areNotInterfaces()
                .and()
                .areNotAnonymousClasses()
                .should()
                .haveSimpleNameEndingWith(suffix);
    }

    @Test
    default void namesSayWhatATypeIsNotHowItIsMade() {
        check(noClasses()
                .should()
                .haveSimpleNameEndingWith("Impl")
                .orShould()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameStartingWith("Abstract"));
    }

    @Test
    default void onlyTheTickerReadsAClockOrSleeps() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.millrace.core.time..")
                .should()
                .accessTargetWhere(readsAClockOrSleeps())
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class));
    }

    private static DescribedPredicate<JavaAccess<?>> readsAClockOrSleeps() {
        return DescribedPredicate.describe("it reads a clock or sleeps", access -> {
            AccessTarget target = access.getTarget();
            String owner = target.getOwner().getName();
            return switch (target.getName()) {
                case "sleep" -> owner.equals("java.lang.Thread") || owner.equals("java.util.concurrent.TimeUnit");
                case "currentTimeMillis", "nanoTime" -> owner.equals("java.lang.System");
                case "now" -> owner.startsWith("java.time.");
                default -> false;
            };
        });
    }

    @Test
    default void logsGoThroughSlf4jAndOnlyProgramsPrint() {
        check(noClasses().should().dependOnClassesThat().resideInAnyPackage("java.util.logging.."));
        check(noClasses().that(DescribedPredicate.not(programs())).should().accessTargetWhere(printsToTheConsole()));
    }

    private static DescribedPredicate<JavaClass> programs() {
        return DescribedPredicate.describe("programs", type -> {
            JavaClass outermost = type;
            while (outermost.getEnclosingClass().isPresent()) {
                outermost = outermost.getEnclosingClass().get();
            }
            return outermost.tryGetMethod("main", String[].class).isPresent();
        });
    }

    private static DescribedPredicate<JavaAccess<?>> printsToTheConsole() {
        return DescribedPredicate.describe("it prints to the console", access -> {
            AccessTarget target = access.getTarget();
            return switch (target.getName()) {
                case "out", "err" -> target.getOwner().isEquivalentTo(System.class);
                case "printStackTrace" -> true;
                default -> false;
            };
        });
    }

    @Test
    default void everyPackageIsNullMarked() {
        Set<String> unmarked = new TreeSet<>();
        for (JavaClass type : classesUnderTest()) {
            JavaPackage home = type.getPackage();
            if (!home.isAnnotatedWith(NullMarked.class)) {
                unmarked.add(home.getName());
            }
        }
        assertThat(unmarked).as("packages without @NullMarked").isEmpty();
    }

    @Test
    default void dependenciesComeThroughConstructors() {
        check(noFields().should().beAnnotatedWith("jakarta.inject.Inject"));
        check(noFields().should().beAnnotatedWith("org.eclipse.microprofile.config.inject.ConfigProperty"));
    }

    @Test
    default void loggersAreNamedLogAndShared() {
        check(fields().that()
                .haveRawType("org.slf4j.Logger")
                .should()
                .bePrivate()
                .andShould()
                .beStatic()
                .andShould()
                .beFinal()
                .andShould()
                .haveName("log"));
    }

    private void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(classesUnderTest());
    }
}
