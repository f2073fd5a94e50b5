"""What a Python program does with Proton's driver. Usage: proton_peer.py PORT PASSWORD COMPRESSION"""

import datetime
import decimal
import ipaddress
import sys
import uuid

# region connect
from proton_driver import Client
from proton_driver.errors import ServerException


def connect(port, password, compression):
    return Client("127.0.0.1", port=port, user="default", password=password, compression=compression)
# endregion


COLUMNS = """
    a bool, b int8, c int16, d int32, e int64, f int128, g int256,
    h uint8, i uint16, j uint32, k uint64, l uint128, m uint256,
    n float32, o float64, p decimal(9, 2), q decimal(38, 5), r string, s fixed_string(3), t uuid, u ipv4, v ipv6,
    w enum8('x' = 1, 'it''s' = 2), x enum16('big' = 1000), y date, z date32,
    aa datetime('UTC'), ab datetime64(3, 'UTC'), ac array(int32), ad array(array(nullable(string))),
    ae map(string, array(uint64)), af tuple(int8, string), ag tuple(p int8, q array(string)),
    ah nullable(float64), ai low_cardinality(string), aj low_cardinality(nullable(string)), ak json
"""
UTC = datetime.timezone.utc
ROW = (
    True, -8, -1600, -32000000, -6400000000, -(2**127), 2**254,
    200, 60000, 4000000000, 2**64 - 1, 2**128 - 1, 2**256 - 1,
    1.5, -2.25, decimal.Decimal("123.45"), decimal.Decimal("-1234567890123456789.12345"), "Zürich", "abc",
    uuid.UUID("61f0c404-5cb3-11e7-907b-a6006ad3dba0"), ipaddress.ip_address("1.2.3.4"),
    ipaddress.ip_address("2001:db8::ff"),
    "it's", "big", datetime.date(2024, 2, 29), datetime.date(1950, 2, 28),
    datetime.datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC), datetime.datetime(2024, 1, 2, 3, 4, 5, 678000, tzinfo=UTC),
    [1, -2, 3], [["x", None], [], ["y"]], {"k": [7, 8], "l": []}, (1, "two"), (3, ["four"]),
    None, "low", None, '{"a":1}',
)


def types(client):
    client.execute("CREATE STREAM types(" + COLUMNS + ")")
    names = [column.split()[0] for column in split(COLUMNS)]
    assert client.execute("INSERT INTO types(" + ", ".join(names) + ") VALUES", [ROW] * 3) == 3
    rows = client.execute("SELECT " + ", ".join(names) + " FROM table(types)")
    assert len(rows) == 3
    for name, sent, got in zip(names, ROW, rows[2]):
        assert comparable(sent) == comparable(got), (name, sent, got)


def split(columns):
    """The columns of a list, cut at commas that no bracket holds."""
    parts, depth = [""], 0
    for c in columns:
        depth += {"(": 1, ")": -1}.get(c, 0)
        if c == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += c
    return parts


def comparable(value):
    if isinstance(value, datetime.datetime):
        return value.timestamp()
    return value


def streaming(client):
    client.execute("CREATE RANDOM STREAM fast(a int, s string) SETTINGS eps = 100000")
    count = 0
    for _ in client.execute_iter("SELECT a, s FROM fast", settings={"max_block_size": 1000}):
        count += 1
        if count == 5000:
            break
    client.cancel()
    # the same connection serves the next query
    assert client.execute("SELECT 1") == [(1,)]
    assert len(client.execute("SELECT a FROM fast", settings={"max_events": 7})) == 7


def errors(client):
    for sql, code in (("SELECT * FROM nowhere", 60), ("SELECT 1 +", 62), ("SELECT interval 1 second", 48)):
        try:
            client.execute(sql)
        except ServerException as error:
            assert error.code == code, error
        else:
            raise AssertionError(sql)
    assert client.execute("SELECT 1") == [(1,)]


def columns(client):
    rows, columns = client.execute("SELECT NULL AS n, 'x' AS t WHERE 1 = 0", with_column_types=True)
    assert rows == [] and columns == [("n", "nullable(nothing)"), ("t", "string")], columns
    assert client.execute("SELECT NULL, map('a', 1)") == [(None, {"a": 1})]


def text(client):
    client.execute("CREATE STREAM texts(a int, b string)")
    client.execute("INSERT INTO texts(a, b) VALUES (1, 'one'), (2, 'two')")
    assert client.execute("SELECT count() FROM table(texts)") == [(2,)]


def main(port, password, compression):
    for part in (types, streaming, errors, columns, text):
        client = connect(port, password, compression if compression != "none" else False)
        part(client)
        client.disconnect()
        print(part.__name__, "passed", flush=True)
    try:
        connect(port, "wrong", False).execute("SELECT 1")
    except ServerException as error:
        print("wrong password gives", error.code, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3])
