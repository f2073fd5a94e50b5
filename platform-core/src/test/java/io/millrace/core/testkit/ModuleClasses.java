package io.millrace.core.testkit;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;

/** The production classes of the module under test, as the build has just compiled them; read once. */
final class ModuleClasses {

    static final JavaClasses ALL = new ClassFileImporter()
            .importPath(Path.of("target", "classes"))
            .that(DescribedPredicate.describe(
                    "written by people",
                    type -> !type.getPackageName().contains("jmh_generated")
                            && !type.isAnnotatedWith("javax.annotation.processing.Generated")));

    private ModuleClasses() {}

    /** The part of Millrace that a class belongs to: {@code core} for {@code io.millrace.core.flow}; empty outside. */
    static String part(JavaClass type) {
        return segment(type, 2);
    }

    /** For {@code io.millrace.connector.file}: {@code file}. */
    static String subpart(JavaClass type) {
        return segment(type, 3);
    }

    private static String segment(JavaClass type, int index) {
        String name = type.getBaseComponentType().getPackageName();
        String[] segments = name.split("\\.", -1);
        return name.startsWith("io.millrace.") && segments.length > index ? segments[index] : "";
    }
}
