package io.millrace.core.testkit;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/**
 * Holds each import against the order of the house: core, then connectors, the service kit and the command kit, then
 * engines, then services and programs. The one connector that is an engine itself stands on the engines' interface.
 */
final class DownwardImports extends ArchCondition<JavaClass> {

    DownwardImports() {
        super("import only from what stands below them");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
            JavaClass target = dependency.getTargetClass().getBaseComponentType();
            if (!allowed(type.getPackageName(), target.getPackageName())) {
                events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
            }
        }
    }

    static boolean allowed(String from, String to) {
        String user = ModuleClasses.part(from);
        String used = ModuleClasses.part(to);
        if (used.isEmpty() || used.equals("core")) {
            return true;
        }
        if (user.equals(used)) {
            return !user.equals("connector") || ModuleClasses.subpart(from).equals(ModuleClasses.subpart(to));
        }
        return switch (user) {
            case "core", "service", "command" -> false;
            case "connector" ->
                used.equals("sql") && ModuleClasses.subpart(from).equals("proton");
            case "sql" -> used.equals("connector");
            case "benchmark" -> true;
            default ->
                used.equals("connector")
                        || used.equals("service")
                        || isEngine(used)
                        || (used.equals("command") && from.endsWith(".command"));
        };
    }

    private static boolean isEngine(String part) {
        return part.equals("sql")
                || part.equals("pipeline")
                || part.equals("ksql")
                || part.equals("connect")
                || part.equals("exchange");
    }
}
