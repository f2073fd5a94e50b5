package io.millrace.connect.run;

import io.millrace.connect.config.ConnectorConfig;
import io.millrace.connect.config.Values;
import io.millrace.connect.plugin.ConnectorPlugin;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A connector as it is now: what it was told, and its tasks.
 *
 * @param plugin null when there is no such kind any more
 * @param values null when the configuration, which was right once, is not any more
 * @param problem why it has no tasks although it should; null when nothing is wrong
 * @param tasks none when it is not started
 * @param taskCount how many it has when it is started
 */
record RunningConnector(
        ConnectorConfig config,
        @Nullable ConnectorPlugin plugin,
        @Nullable Values values,
        Target target,
        @Nullable String problem,
        List<ConnectorTask> tasks,
        int taskCount) {

    RunningConnector {
        tasks = List.copyOf(tasks);
    }

    TaskStatus status() {
        return new TaskStatus(-1, problem != null ? State.FAILED : stateOf(), problem);
    }

    private State stateOf() {
        return switch (target) {
            case STARTED -> State.RUNNING;
            case PAUSED -> State.PAUSED;
            case STOPPED -> State.STOPPED;
        };
    }

    List<TaskStatus> taskStatus() {
        if (target == Target.PAUSED) {
            return IntStream.range(0, taskCount)
                    .mapToObj(id -> new TaskStatus(id, State.PAUSED, null))
                    .toList();
        }
        return tasks.stream().map(ConnectorTask::status).toList();
    }

    void close() {
        // together: each may wait for its batch
        List<Thread> closing = tasks.stream()
                .map(task -> Thread.ofVirtual().start(task::close))
                .toList();
        for (Thread thread : closing) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
