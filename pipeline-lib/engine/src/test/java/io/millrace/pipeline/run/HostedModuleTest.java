package io.millrace.pipeline.run;

import static io.millrace.pipeline.run.Hosts.host;
import static io.millrace.pipeline.run.Hosts.module;
import static io.millrace.pipeline.run.Hosts.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.pipeline.ControllerMode;
import io.millrace.pipeline.ControllerSettings;
import io.millrace.pipeline.DataPackage;
import io.millrace.pipeline.ExternalCall;
import io.millrace.pipeline.ExternalReply;
import io.millrace.pipeline.ExternalRequest;
import io.millrace.pipeline.ModuleOptions;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineModule;
import io.millrace.pipeline.PipelineModules;
import io.millrace.pipeline.Status;
import io.millrace.pipeline.data.ErrorRecord;
import io.millrace.pipeline.data.Errors;
import io.millrace.pipeline.data.ModuleRecord;
import io.millrace.pipeline.data.PackageRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An external module and the module that it calls, without a wire. */
@Timeout(60)
class HostedModuleTest {

    private static PipelineModule<String> external(Function<ExternalRequest<String>, ExternalReply<String>> way) {
        return PipelineModules.external("M-External", ModuleOptions.DEFAULT, () -> new ExternalCall<String>() {
            @Override
            public ExternalReply<String> call(ExternalRequest<String> request) {
                return way.apply(request);
            }

            @Override
            public void close() {}
        });
    }

    private static DataPackage<String> end(PipelineModule<String> module) throws Exception {
        try (Pipeline<String> pipeline = Pipeline.<String>builder()
                .name("calling")
                .controller("one", ControllerSettings.of(ControllerMode.NO_ORDER, 1), module)
                .build()) {
            return pipeline.register().execute("x").toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    private static ModuleRecord caller(DataPackage<String> ended) {
        return ended.snapshot()
                .controllers()
                .getFirst()
                .phases()
                .getFirst()
                .modules()
                .getFirst();
    }

    @Test
    void itsRecordIsASubModuleOfTheCallers() throws Exception {
        List<PackageRecord> seen = new ArrayList<>();
        try (HostedModule<String> hosted = host(module("M-Remote", context -> {
            seen.add(context.dataPackage());
            context.setMessage("done here");
            context.setData(context.data() + "!");
        }))) {
            DataPackage<String> ended = end(external(hosted::run));
            assertThat(ended.status()).isEqualTo(Status.SUCCESS);
            assertThat(ended.data()).isEqualTo("x!");
            assertThat(caller(ended).subModules()).singleElement().satisfies(remote -> {
                assertThat(remote.moduleName()).isEqualTo("M-Remote");
                assertThat(remote.message()).isEqualTo("done here");
                assertThat(remote.status()).isEqualTo(Status.SUCCESS);
            });
            ModuleRecord callerThere = seen.getFirst()
                    .controllers()
                    .getFirst()
                    .phases()
                    .getFirst()
                    .modules()
                    .getFirst();
            assertThat(callerThere.id()).isEqualTo(caller(ended).id());
            assertThat(callerThere.subModules())
                    .extracting(ModuleRecord::id)
                    .containsExactly(caller(ended).subModules().getFirst().id());
        }
    }

    /** BUG 16 of the reference: the caller's own error stayed empty. */
    @Test
    void theCallerFailsWithTheErrorOfTheModule() throws Exception {
        try (HostedModule<String> hosted = host(module("M-Remote", context -> {
            context.setData("half done");
            throw new IllegalArgumentException("not like this");
        }))) {
            DataPackage<String> ended = end(external(hosted::run));
            assertThat(ended.status()).isEqualTo(Status.ERROR);
            ErrorRecord error = caller(ended).error().orElseThrow();
            assertThat(error.message()).isEqualTo("not like this");
            assertThat(ended.errors()).containsExactly(error);
            assertThat(caller(ended).subModules().getFirst().error()).contains(error);
        }
    }

    @Test
    void theCallerExitsWithTheModule() throws Exception {
        try (HostedModule<String> hosted = host(module("M-Remote", context -> context.exit()))) {
            DataPackage<String> ended = end(external(hosted::run));
            assertThat(ended.status()).isEqualTo(Status.EXIT);
            assertThat(ended.errors()).isEmpty();
        }
    }

    @Test
    void aFailureOfTheWayIsTheCallersError() throws Exception {
        ErrorRecord failure = Errors.of("RemoteException", "Encoder gRPC to DataPackage: Phase not found");
        DataPackage<String> ended =
                end(external(_ -> new ExternalReply<>("y", Optional.empty(), List.of(), Optional.of(failure))));
        assertThat(ended.status()).isEqualTo(Status.ERROR);
        assertThat(caller(ended).error()).contains(failure);
        assertThat(ended.errors()).containsExactly(failure);
        assertThat(ended.data()).isEqualTo("x");
    }

    @Test
    void anEmptyAnswerIsAnError() throws Exception {
        DataPackage<String> ended =
                end(external(_ -> new ExternalReply<>("y", Optional.empty(), List.of(), Optional.empty())));
        assertThat(ended.errors().getFirst().message()).isEqualTo("the answer has neither a record nor an error");
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.class,
            names = {"UNSPECIFIED", "RUNNING", "WAITING", "OVERFLOW", "OUTDATED", "WAITING_OUTPUT"})
    void aStatusThatNoModuleMayHaveIsAnError(Status status) throws Exception {
        ModuleRecord remote =
                new ModuleRecord("DP-M-9", "M-9", "M-Remote", status, 0, 0, 0, 0, List.of(), "", Optional.empty());
        DataPackage<String> ended =
                end(external(_ -> new ExternalReply<>("y", Optional.of(remote), List.of(), Optional.empty())));
        assertThat(ended.status()).isEqualTo(Status.ERROR);
        assertThat(ended.errors().getFirst().message())
                .isEqualTo("Invalid status Status." + status + " for module M-External");
    }

    @Test
    void keepsErrorsThatCameWithThePackageApart() {
        ErrorRecord before = Errors.of("ValueError", "from before");
        PackageRecord record = new PackageRecord(
                "DP-1", "P-1", "test", "PI-1", List.of(), "x", Status.RUNNING, 0, 0, 0, List.of(before));
        List<ErrorRecord> seen = new ArrayList<>();
        try (HostedModule<String> hosted = host(module("M-Remote", context -> {
            seen.addAll(context.dataPackage().errors());
            throw new IllegalStateException("new");
        }))) {
            ExternalReply<String> reply =
                    hosted.run(new ExternalRequest<>(record, "x", "DP-C-1", "DP-PP-1", "DP-M-1", Optional.empty()));
            assertThat(seen).containsExactly(before);
            assertThat(reply.errors()).hasSize(1);
            assertThat(record(reply).error()).contains(reply.errors().getFirst());
        }
    }
}
