"""An experiment with FeatBit's Python SDK: 2,000 customers with a known effect.

usage: experiment.py effect|fault
"""

import json
import logging
import os
import sys
import time

from fbclient.client import FBClient
from fbclient.config import Config

from place import Asker, Server, command, report, until
from wire import user

logging.disable(logging.CRITICAL)
PEOPLE = 2000
# With a broken app, so many more get the first version, whoever they are.
BROKEN = 600


def share(version, low, high):
    return {"id": version, "rollout": [low, high], "exptRollout": high - low}


FLAG = {
    "id": "00000000-0000-4000-8000-000000000001", "envId": "", "key": "checkout",
    "name": "Checkout", "variationType": "boolean",
    "variations": [
        {"id": "new", "name": "New", "value": "true"},
        {"id": "old", "name": "Old", "value": "false"},
    ],
    "targetUsers": [], "rules": [],
    "fallthrough": {
        "dispatchKey": None, "includedInExpt": True,
        "variations": [share("new", 0, 0.5), share("old", 0.5, 1)],
    },
    "exptIncludeAllTargets": False, "isEnabled": True, "disabledVariationId": "old",
    "isArchived": False, "updatedAt": "2026-01-05T10:00:00.001Z",
}


def begin():
    """A flag by half and half, and two experiments on it that have started."""
    command("init")
    file = os.environ["TMPDIR"] + "/flags.json"
    with open(file, "w") as opened:
        json.dump([FLAG], opened)
    command("import", "featbit", file)
    for key, event, measure in (
        ("faster", "order", "conversion"), ("dearer", "price", "numeric"),
    ):
        command(
            "experiment", "create", key, "--flag", "checkout", "--metric", event,
            "--measure", measure, "--title", event, "--baseline", "old",
        )
        command("experiment", "start", key)


def results(key="faster"):
    """What the command says."""
    return json.loads(command("experiment", "results", key, "--json"))


def both():
    return {"order": results(), "price": results("dearer")}


def visit(server):
    """Everybody asks once, then some order; returns what the results have to be."""
    config = Config(
        env_secret=server.secret,
        event_url=server.address,
        streaming_url=server.socket_address,
        events_flush_interval=0.2,
        events_max_in_queue=20_000,
    )
    client = FBClient(config, start_wait=60)
    expected = {version: {"people": 0, "orders": 0, "cents": 0} for version in ("new", "old")}
    for number in range(PEOPLE):
        person = {"key": f"C-{number}", "name": f"Customer {number}"}
        version = "new" if client.variation("checkout", person, False) else "old"
        arm = expected[version]
        arm["people"] += 1
        # One in four orders with the new version, one in ten with the old one.
        if number % (4 if version == "new" else 10) == 0:
            # Many pay the highest price, so that nothing is cut off.
            cents = 1999 + 700 * (number % 3)
            arm["orders"] += 1
            arm["cents"] += cents
            client.track_metric(person, "order", cents / 100)
            client.track_metric(person, "price", cents / 100)
    client.flush()
    client.stop()
    return expected


def break_split(server):
    """An app that never asks gives everybody the first version, and reports it."""
    asker = Asker(server, server.secret)
    seen = {
        "featureFlagKey": "checkout", "sendToExperiment": True,
        "timestamp": round(time.time() * 1000),
        "variation": {"id": "new", "value": "true"},
    }
    body = [{"user": user(f"B-{number}"), "variations": [seen]} for number in range(BROKEN)]
    asker.ask("POST", "/api/public/insight/track", body)


def run(is_broken):
    begin()
    with Server() as server:
        expected = visit(server)
        more = BROKEN if is_broken else 0
        if is_broken:
            break_split(server)
        expected["new"]["people"] += more
        until(lambda: results()["progress"]["people"] >= PEOPLE + more)
        orders = expected["new"]["orders"] + expected["old"]["orders"]
        until(lambda: active(results()) >= orders)
        until(lambda: active(results("dearer")) >= orders)
        seen = both()
    # Nobody serves now: what was kept says the same.
    return {"expected": expected, "seen": seen, "after": both()}


def active(seen):
    metric = seen["metrics"][0]
    return sum(arm["active"] for arm in [metric["baseline"], *metric["versions"]])


report(run(sys.argv[1] == "fault"))
