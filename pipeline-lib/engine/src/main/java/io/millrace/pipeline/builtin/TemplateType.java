package io.millrace.pipeline.builtin;

import io.millrace.pipeline.ExecutionModule;
import io.millrace.pipeline.graph.Settings;
import io.millrace.pipeline.graph.Shape;
import java.util.function.Supplier;

/** {@code template}. */
public final class TemplateType extends BuiltInType {

    /** For {@link java.util.ServiceLoader}. */
    public TemplateType() {
        super(
                "template",
                "Puts a text at a key in which {other.key} stands for the value there, {{ and }} for braces.",
                Shape.MAP);
    }

    @Override
    public Supplier<? extends ExecutionModule<Object>> read(Settings settings) {
        String key = settings.requiredText("key");
        Template template = Template.read(settings, "text");
        return () -> context -> Fields.put(context, key, template.text(context));
    }
}
