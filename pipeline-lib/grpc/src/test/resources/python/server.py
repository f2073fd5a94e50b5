"""Serves data.ModuleService/run as Python servers in use do: data is a pickle, errors travel as data.

Prints its port. Ends when its standard input does.
"""

import concurrent.futures
import os
import pickle
import sys
import time
import traceback
import uuid

import data_pb2 as pb
import data_pb2_grpc
import grpc


def find(records, wanted, what):
    for record in records:
        if record.id == wanted:
            return record
    raise LookupError(what + " not found")


def work(data):
    """The module: new data and whether the package stays."""
    key = data["key"]
    if key == "fail":
        raise ValueError("Validation failed: key missing")
    if key == "slow":
        time.sleep(30)
    changed = dict(data)
    changed["key"] = key + " transformed"
    changed["extra"] = {"ints": [1, -1, 2**40, 2**70], "pair": (1.5, None), "set": True, "raw": b"\x00\xff", "text": "Zürich"}
    return changed, key != "exit"


def error_of(failure):
    return pb.Error(
        id="Error-" + str(uuid.uuid4()),
        type=type(failure).__name__,
        message=str(failure),
        traceback=traceback.format_exc().splitlines(),
        thread="Thread-1",
        start_context="N/A",
        thread_id=7,
        is_daemon=True,
        environment_vars={"SECRET": "42"},
        global_vars={"token": "43"},
    )


def rebuilt(package):
    """A package of its own, with the fields that Python servers know and no others."""
    copy = pb.DataPackage()
    for field, value in package.ListFields():
        if field.is_repeated if hasattr(field, "is_repeated") else field.label == field.LABEL_REPEATED:
            getattr(copy, field.name).extend(value)
        else:
            setattr(copy, field.name, value)
    return copy


class Modules(data_pb2_grpc.ModuleServiceServicer):
    def run(self, request, context):
        package = rebuilt(request.data_package)
        try:
            controller = find(package.controllers, request.data_package_controller_id, "Controller")
            phase = find(controller.phases, request.data_package_phase_id, "Phase")
            caller = find(phase.modules, request.data_package_module_id, "Module")
        except LookupError as failure:
            return pb.ReturnDPandError(error=error_of(failure))
        start = time.time()
        record = caller.sub_modules.add(
            id="DP-M-" + str(uuid.uuid4()), module_id="M-Python", module_name="M-Python", start_time=start
        )
        try:
            data, stays = work(pickle.loads(package.data))
            package.data = pickle.dumps(data)
            record.status = pb.SUCCESS if stays else pb.EXIT
            record.message = "done in Python"
        except Exception as failure:  # pylint: disable=broad-except
            record.status = pb.ERROR
            record.error.CopyFrom(error_of(failure))
            package.errors.append(record.error)
        record.end_time = time.time()
        record.total_time = record.end_time - start
        return pb.ReturnDPandError(data_package=package, data_package_module_id=record.id)


def main():
    server = grpc.server(concurrent.futures.ThreadPoolExecutor(max_workers=10))
    data_pb2_grpc.add_ModuleServiceServicer_to_server(Modules(), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(port, flush=True)
    sys.stdin.read()
    os._exit(0)


main()
