"""Calls data.ModuleService/run as Python pipelines in use do, once per key given after the target.

Prints one JSON object per call: what the answer says, its data as Python sees it.
"""

import json
import pickle
import sys

import data_pb2 as pb
import data_pb2_grpc
import grpc

DATA = {
    "ints": [0, 1, -1, 255, 256, 65536, 2**31, -(2**31), 2**63 - 1, 2**70],
    "floats": [0.5, -1e300],
    "none": None,
    "flags": [True, False],
    "raw": b"\x00\xff" * 200,
    "pair": (1, "two"),
    "text": "Zürich 🚀 " + "x" * 300,
    "nested": {"list": [[], {}, ""]},
}


def request(key, protocol):
    package = pb.DataPackage(
        id="DP-1",
        pipeline_id="P-1",
        pipeline_name="python",
        pipeline_instance_id="PI-1",
        data=pickle.dumps({"key": key, **DATA}, protocol=protocol),
        status=pb.RUNNING,
        start_time=1724423573.43,
    )
    controller = package.controllers.add(id="DP-C-1", controller_id="C-1", controller_name="c", mode="NO_ORDER", workers=10)
    phase = controller.phases.add(id="DP-PP-1", phase_id="PP-1", phase_name="p")
    phase.modules.add(id="DP-M-1", module_id="M-1", module_name="M-External", status=pb.RUNNING)
    return pb.RequestDP(
        data_package=package,
        data_package_controller_id="DP-C-1",
        data_package_phase_id="DP-PP-1",
        data_package_module_id="DP-M-1",
    )


def told(answer):
    package = answer.data_package
    caller = package.controllers[0].phases[0].modules[0]
    record = caller.sub_modules[0]
    data = pickle.loads(package.data)
    same = all(data.get(name) == list(value) if isinstance(value, tuple) else data.get(name) == value for name, value in DATA.items())
    return {
        "status": pb.Status.Name(record.status),
        "named": answer.data_package_module_id == record.id,
        "failed": answer.HasField("error"),
        "key": data["key"],
        "same": same,
        "errors": [error.type + ": " + error.message for error in package.errors],
        "traceback": len(record.error.traceback),
        "variables": sum(len(e.environment_vars) + len(e.global_vars) + len(e.local_vars) for e in package.errors),
    }


def main():
    with grpc.insecure_channel(sys.argv[1]) as channel:
        stub = data_pb2_grpc.ModuleServiceStub(channel)
        for key in sys.argv[2:]:
            for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
                print(json.dumps(told(stub.run(request(key, protocol), timeout=20))), flush=True)


main()
