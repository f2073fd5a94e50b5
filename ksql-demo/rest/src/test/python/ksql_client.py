"""Uses a server by the package `ksql`, made for ksqlDB, and prints what came as one object of JSON."""

import collections
import collections.abc
import json
import sys

# the package's HTTP/2 library is older than this move of names
for name in ("Callable", "Iterable", "Mapping", "MutableMapping", "MutableSet", "Sequence"):
    setattr(collections, name, getattr(collections.abc, name))

from ksql import KSQLAPI  # noqa: E402
from ksql.errors import KSQLError  # noqa: E402

told = {}
client = KSQLAPI(sys.argv[1])

client.create_stream(
    table_name="python_events",
    columns_type=["id varchar KEY", "amount bigint"],
    topic=sys.argv[2],
    value_format="JSON",
)
told["streams"] = [s["name"] for s in client.ksql("SHOW STREAMS")[0]["streams"]]
told["acks"] = client.inserts_stream("python_events", [{"id": "a", "amount": 1}, {"id": "b", "amount": 2}])
told["push"] = list(
    client.query(
        "SELECT * FROM python_events EMIT CHANGES LIMIT 2",
        stream_properties={"ksql.streams.auto.offset.reset": "earliest"},
        return_objects=True,
    )
)
told["pull"] = list(client.query("SELECT amount FROM python_events", return_objects=True))
told["http2"] = "".join(
    client.query(
        "SELECT * FROM python_events EMIT CHANGES LIMIT 2",
        stream_properties={"auto.offset.reset": "earliest"},
        use_http2=True,
    )
)
try:
    client.ksql("SHOW NOTHING")
except KSQLError as error:
    told["error"] = [error.error_code, error.msg]
told["closed"] = client.close_query("nobody")
print(json.dumps(told))
