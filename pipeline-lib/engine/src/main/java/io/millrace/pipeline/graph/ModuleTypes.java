package io.millrace.pipeline.graph;

import java.util.List;
import java.util.ServiceLoader;

/** The module types and the ways to modules elsewhere that are on the class path. */
public final class ModuleTypes {

    private ModuleTypes() {}

    /** All module types, in no order. */
    public static List<ModuleType> modules() {
        return ServiceLoader.load(ModuleType.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    /** All ways to modules elsewhere, in no order. */
    public static List<ExternalType> externals() {
        return ServiceLoader.load(ExternalType.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    /** All conditions, in no order. */
    public static List<ConditionType> conditions() {
        return ServiceLoader.load(ConditionType.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }
}
