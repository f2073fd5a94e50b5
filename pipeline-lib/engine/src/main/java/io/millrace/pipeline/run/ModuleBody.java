package io.millrace.pipeline.run;

import io.millrace.pipeline.ExecutionModule;
import io.millrace.pipeline.ExternalCall;
import io.millrace.pipeline.ExternalReply;
import io.millrace.pipeline.ExternalRequest;
import io.millrace.pipeline.Status;
import io.millrace.pipeline.data.ErrorRecord;
import io.millrace.pipeline.data.Errors;
import io.millrace.pipeline.data.ModuleRecord;
import java.util.List;
import java.util.function.Predicate;

/** What a module does, with the objects of one instance. */
sealed interface ModuleBody<T> {

    /** Works on a package once, on the calling thread. What it throws is an error of the module. */
    Outcome run(RunContext<T> context) throws Exception;

    /** The modules within this one. */
    default List<ModuleSlot<T>> children() {
        return List.of();
    }

    /** Prepares the objects of this module alone. */
    default void init() throws Exception {}

    /** Frees the objects of this module alone. */
    default void close() throws Exception {}

    /** The user's code. */
    record Execution<T>(ExecutionModule<T> module) implements ModuleBody<T> {
        @Override
        public Outcome run(RunContext<T> context) throws Exception {
            module.execute(context);
            return context.exits() ? Outcome.EXIT : Outcome.SUCCESS;
        }

        @Override
        public void init() throws Exception {
            module.init();
        }

        @Override
        public void close() throws Exception {
            module.close();
        }
    }

    /** One of two. */
    record Condition<T>(Predicate<? super T> condition, ModuleSlot<T> whenTrue, ModuleSlot<T> whenFalse)
            implements ModuleBody<T> {
        @Override
        public Outcome run(RunContext<T> context) {
            ModuleSlot<T> chosen = condition.test(context.data()) ? whenTrue : whenFalse;
            return chosen.run(context);
        }

        @Override
        public List<ModuleSlot<T>> children() {
            return List.of(whenTrue, whenFalse);
        }

        @Override
        public void close() throws Exception {
            if (condition instanceof AutoCloseable closeable) {
                closeable.close();
            }
        }
    }

    /** One after the other. */
    record Combination<T>(List<ModuleSlot<T>> children) implements ModuleBody<T> {
        @Override
        public Outcome run(RunContext<T> context) {
            for (ModuleSlot<T> child : children) {
                Outcome outcome = child.run(context);
                if (outcome.status() != Status.SUCCESS) {
                    return outcome;
                }
            }
            return Outcome.SUCCESS;
        }
    }

    /** Elsewhere. */
    record External<T>(ExternalCall<T> call) implements ModuleBody<T> {
        @Override
        public Outcome run(RunContext<T> context) throws InterruptedException {
            ExternalReply<T> reply = call.call(new ExternalRequest<>(
                    context.dataPackage(),
                    context.data(),
                    context.controllerRecordId(),
                    context.phaseRecordId(),
                    context.moduleRecordId(),
                    context.remaining()));
            context.check();
            reply.errors().forEach(context.workspace()::add);
            reply.module().ifPresent(context.record()::merge);
            if (reply.failure().isPresent()) {
                return failed(context, reply.failure().get());
            }
            if (reply.module().isEmpty()) {
                return failed(context, Errors.of("RemoteException", "the answer has neither a record nor an error"));
            }
            context.workspace().data(reply.data());
            return outcome(context, reply.module().get(), reply.errors());
        }

        private Outcome outcome(RunContext<T> context, ModuleRecord elsewhere, List<ErrorRecord> errors) {
            return switch (elsewhere.status()) {
                case SUCCESS -> Outcome.SUCCESS;
                case EXIT -> Outcome.EXIT;
                case ERROR ->
                    failed(
                            context,
                            elsewhere
                                    .error()
                                    .or(() -> errors.isEmpty()
                                            ? java.util.Optional.empty()
                                            : java.util.Optional.of(errors.getLast()))
                                    .orElseGet(() -> Errors.of("RemoteException", "failed without an error")));
                case UNSPECIFIED, RUNNING, WAITING, OVERFLOW, OUTDATED, WAITING_OUTPUT ->
                    failed(
                            context,
                            Errors.of(
                                    "ValueError",
                                    "Invalid status Status." + elsewhere.status() + " for module "
                                            + context.record().name()));
            };
        }

        private static Outcome failed(RunContext<?> context, ErrorRecord error) {
            context.workspace().add(error);
            return Outcome.failed(error);
        }

        @Override
        public void init() {
            call.init();
        }

        @Override
        public void close() {
            call.close();
        }
    }
}
