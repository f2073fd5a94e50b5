package io.millrace.pipeline.live;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.core.time.Ticker;
import io.millrace.pipeline.Controller;
import io.millrace.pipeline.Phase;
import io.millrace.pipeline.PipelineModule;
import io.millrace.pipeline.PipelineModule.Combination;
import io.millrace.pipeline.PipelineModule.Condition;
import io.millrace.pipeline.PipelineModule.Execution;
import io.millrace.pipeline.PipelineModule.External;
import io.millrace.pipeline.live.LiveTimes.Sums;
import io.millrace.pipeline.statistics.Element;
import io.millrace.pipeline.statistics.ElementStatistics;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks at pipelines: their elements with counts, rates and times.
 *
 * <p><b>Threading:</b> {@link #look} is for one thread, once per second; {@link #status} is for any.
 */
public final class LivePicture {

    private static final int SECONDS = 10;

    private final ServedPipelines pipelines;
    private final Ticker ticker;
    private final Map<String, History> histories = new HashMap<>();
    private volatile @Nullable LiveStatus last;

    /** A picture of these. */
    public LivePicture(ServedPipelines pipelines, Ticker ticker) {
        this.pipelines = pipelines;
        this.ticker = ticker;
    }

    /** What was seen last; looks once when nothing was seen yet. */
    public LiveStatus status() {
        LiveStatus seen = last;
        return seen == null ? look() : seen;
    }

    /** A pipeline as it was seen last; looks when it was not seen yet. */
    public LivePipeline of(String pipelineId) {
        return find(status(), pipelineId)
                .or(() -> find(look(), pipelineId))
                .orElseThrow(
                        () -> new InvalidRequestException(Reason.NOT_FOUND, "Pipeline " + pipelineId + " not found."));
    }

    private static Optional<LivePipeline> find(LiveStatus status, String pipelineId) {
        return status.pipelines().stream()
                .filter(pipeline -> pipeline.id().equals(pipelineId))
                .findFirst();
    }

    /** Looks now. */
    public synchronized LiveStatus look() {
        List<ServedPipeline> served = pipelines.list();
        histories.keySet().retainAll(served.stream().map(ServedPipeline::id).toList());
        LiveStatus status = new LiveStatus(
                ticker.now().getEpochSecond(), served.stream().map(this::look).toList());
        last = status;
        return status;
    }

    private LivePipeline look(ServedPipeline pipeline) {
        List<LiveInstance> instances = pipeline.instances();
        Map<String, Figures> figures = new HashMap<>();
        for (LiveInstance instance : instances) {
            for (ElementStatistics element : pipeline.statistics(instance.id())) {
                figures.merge(key(element.element()), Figures.of(element), Figures::plus);
            }
        }
        History history = histories.computeIfAbsent(pipeline.id(), _ -> new History());
        history.add(instances.stream().map(LiveInstance::id).toList(), figures);
        Look look = new Look(figures, history);
        return new LivePipeline(
                pipeline.id(),
                pipeline.name(),
                instances,
                look.perSecond(pipeline.id()),
                look.counts(pipeline.id()),
                look.times(pipeline.id()),
                pipeline.controllers().stream().map(look::controller).toList());
    }

    /** One definition may stand in several phases, which are counted apart. */
    private static String key(Element element) {
        return switch (element.kind()) {
            case PIPELINE -> element.pipelineId();
            case CONTROLLER -> element.controllerId();
            case PHASE -> element.controllerId() + element.phaseId();
            case MODULE -> element.controllerId() + element.phaseId() + element.moduleId();
        };
    }

    /** Counts and sums of an element over instances. */
    private record Figures(LiveCounts counts, Sums sums) {

        static final Figures NONE = new Figures(LiveCounts.NONE, Sums.NONE);

        static Figures of(ElementStatistics element) {
            return new Figures(LiveCounts.of(element), Sums.of(element));
        }

        Figures plus(Figures other) {
            return new Figures(counts.plus(other.counts), sums.plus(other.sums));
        }
    }

    /** The sums of the last seconds; begun anew when instances come or go, since their sums come and go with them. */
    private static final class History {

        private final Deque<Map<String, Figures>> seconds = new ArrayDeque<>();
        private List<String> instances = List.of();

        void add(List<String> ids, Map<String, Figures> figures) {
            if (!ids.equals(instances)) {
                seconds.clear();
                instances = ids;
            }
            seconds.addLast(figures);
            if (seconds.size() > SECONDS + 1) {
                seconds.removeFirst();
            }
        }

        Sums oldest(String key) {
            return of(seconds.peekFirst(), key);
        }

        Sums before(String key) {
            List<Map<String, Figures>> all = new ArrayList<>(seconds);
            return of(all.get(Math.max(0, all.size() - 2)), key);
        }

        private static Sums of(@Nullable Map<String, Figures> second, String key) {
            return second == null
                    ? Sums.NONE
                    : second.getOrDefault(key, Figures.NONE).sums();
        }
    }

    /** One look at one pipeline. */
    private record Look(Map<String, Figures> figures, History history) {

        LiveCounts counts(String key) {
            return figures.getOrDefault(key, Figures.NONE).counts();
        }

        LiveTimes times(String key) {
            return LiveTimes.between(
                    history.oldest(key), figures.getOrDefault(key, Figures.NONE).sums());
        }

        long perSecond(String key) {
            return counts(key).input() - history.before(key).input();
        }

        LiveElement controller(Controller<Object> controller) {
            return new LiveElement(
                    "controller",
                    controller.id(),
                    controller.name(),
                    null,
                    null,
                    LiveController.of(controller.settings()),
                    perSecond(controller.id()),
                    counts(controller.id()),
                    times(controller.id()),
                    controller.phases().stream()
                            .map(phase -> phase(controller.id() + phase.id(), phase))
                            .toList());
        }

        private LiveElement phase(String key, Phase<Object> phase) {
            return new LiveElement(
                    "phase",
                    phase.id(),
                    phase.name(),
                    null,
                    null,
                    null,
                    perSecond(key),
                    counts(key),
                    times(key),
                    phase.modules().stream()
                            .map(module -> module(key, module, null))
                            .toList());
        }

        private LiveElement module(String phase, PipelineModule<Object> module, @Nullable String role) {
            String key = phase + module.id();
            List<LiveElement> within = switch (module) {
                case Execution<Object> _ -> List.of();
                case External<Object> _ -> List.of();
                case Condition<Object> condition ->
                    List.of(module(phase, condition.whenTrue(), "true"), module(phase, condition.whenFalse(), "false"));
                case Combination<Object> combination ->
                    combination.modules().stream()
                            .map(each -> module(phase, each, null))
                            .toList();
            };
            return new LiveElement(
                    ModuleKind.of(module).text(),
                    module.id(),
                    module.name(),
                    role,
                    module.version(),
                    null,
                    perSecond(key),
                    counts(key),
                    times(key),
                    within);
        }
    }
}
