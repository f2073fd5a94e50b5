package io.millrace.core.testkit;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.resolvers.SelectedClassResolverFromClasspath;
import java.nio.file.Path;

/** The production classes of the module under test, as the build has just compiled them; read once. */
final class ModuleClasses {

    static final JavaClasses ALL = importer()
            .importPath(Path.of("target", "classes"))
            .that(DescribedPredicate.describe(
                    "written by people",
                    type -> !type.getPackageName().contains("jmh_generated")
                            && !type.isAnnotatedWith("javax.annotation.processing.Generated")));

    private ModuleClasses() {}

    /**
     * Knows other classes by name only, unless they are ours: reading all that is mentioned takes ten times as long.
     */
    static ClassFileImporter importer() {
        ArchConfiguration.get().setClassResolver(SelectedClassResolverFromClasspath.class);
        ArchConfiguration.get().setClassResolverArguments("io.millrace");
        return new ClassFileImporter();
    }

    /**
     * The part of Millrace that a package belongs to: {@code core} for {@code io.millrace.core.flow}; empty outside.
     */
    static String part(String packageName) {
        return segment(packageName, 2);
    }

    /** For {@code io.millrace.connector.file}: {@code file}. */
    static String subpart(String packageName) {
        return segment(packageName, 3);
    }

    private static String segment(String packageName, int index) {
        String[] segments = packageName.split("\\.", -1);
        return packageName.startsWith("io.millrace.") && segments.length > index ? segments[index] : "";
    }
}
