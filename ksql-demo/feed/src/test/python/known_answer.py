"""The last known position of each vehicle in captured dumps, worked out without any of our code.

usage: known_answer.py FOLDER > known-answer.csv

Plays all .dump files in the order of their names. A vehicle is operator and number of the topic. Of its messages with lat and long
the one with the latest tst counts; of several with the same tst the last.
"""

import glob
import json
import os
import sys
from datetime import datetime
from decimal import Decimal

latest = {}
messages = 0
without = 0
for path in sorted(glob.glob(os.path.join(sys.argv[1], "*.dump"))):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if not line.strip():
                continue
            head, payload = line.split(" {", 1)
            topic = head.split(" ", 1)[1].split("/")
            ((_, event),) = json.loads("{" + payload, parse_float=Decimal).items()
            messages += 1
            if event.get("lat") is None or event.get("long") is None:
                without += 1
                continue
            vehicle = (int(topic[7]), int(topic[8]))
            time = datetime.fromisoformat(event["tst"].replace("Z", "+00:00"))
            if vehicle not in latest or time >= latest[vehicle][0]:
                latest[vehicle] = (time, event["lat"], event["long"], event["tst"], event["tsi"])

print(f"# messages {messages}, without position {without}")
print("vehicle,lat,long,tst,tsi")
for (operator, number), (_, lat, long, tst, tsi) in sorted(latest.items()):
    print(f"{operator}/{number},{lat},{long},{tst},{tsi}")
