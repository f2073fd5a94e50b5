package io.millrace.pipeline.grpc;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.pipeline.proto.DataPackage;
import io.millrace.pipeline.proto.DataPackageController;
import io.millrace.pipeline.proto.DataPackageModule;
import io.millrace.pipeline.proto.DataPackagePhase;
import io.millrace.pipeline.proto.RequestDP;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Where the calling record is within a package. The texts of what is missing are those of the Python server.
 *
 * @param controller its index in the package
 * @param phase its index in the controller
 * @param modules the indexes of modules down to the calling one, outermost first
 */
record RecordPath(int controller, int phase, List<Integer> modules) {

    static RecordPath find(RequestDP request) {
        List<DataPackageController> controllers = request.getDataPackage().getControllersList();
        int controller = last(controllers, it -> it.getId().equals(request.getDataPackageControllerId()));
        require(controller >= 0, "Controller");
        List<DataPackagePhase> phases = controllers.get(controller).getPhasesList();
        int phase = last(phases, it -> it.getId().equals(request.getDataPackagePhaseId()));
        require(phase >= 0, "Phase");
        List<Integer> modules = new ArrayList<>(2);
        require(descend(phases.get(phase).getModulesList(), request.getDataPackageModuleId(), modules), "Module");
        return new RecordPath(controller, phase, modules);
    }

    private static boolean descend(List<DataPackageModule> modules, String id, List<Integer> path) {
        for (int i = modules.size() - 1; i >= 0; i--) {
            DataPackageModule module = modules.get(i);
            path.add(i);
            if (module.getId().equals(id) || descend(module.getSubModulesList(), id, path)) {
                return true;
            }
            path.removeLast();
        }
        return false;
    }

    private static <E> int last(List<E> elements, Predicate<E> wanted) {
        for (int i = elements.size() - 1; i >= 0; i--) {
            if (wanted.test(elements.get(i))) {
                return i;
            }
        }
        return -1;
    }

    static void require(boolean found, String what) {
        if (!found) {
            throw new InvalidRequestException(
                    InvalidRequestException.Reason.NOT_FOUND, "Encoder gRPC to DataPackage: " + what + " not found");
        }
    }

    /** The calling record within a copy of the package. */
    DataPackageModule.Builder calling(DataPackage.Builder dataPackage) {
        DataPackageModule.Builder module = dataPackage
                .getControllersBuilder(controller)
                .getPhasesBuilder(phase)
                .getModulesBuilder(modules.getFirst());
        for (int index : modules.subList(1, modules.size())) {
            module = module.getSubModulesBuilder(index);
        }
        return module;
    }
}
