"""A small environment with a flag of every kind."""

import json
import os

from place import command


def _flag(number, key, kind, values, shares=None, rules=(), **others):
    versions = [
        {"id": f"{key}-{place}", "name": f"Version {place}", "value": value}
        for place, value in enumerate(values)
    ]
    return {
        "id": f"00000000-0000-4000-8000-{number:012}", "envId": "", "key": key, "name": key,
        "variationType": kind, "variations": versions, "targetUsers": [], "rules": list(rules),
        "fallthrough": _serving(shares or [(f"{key}-0", 0, 1)]), "isEnabled": True,
        "disabledVariationId": versions[-1]["id"], "isArchived": False,
        "updatedAt": f"2026-01-05T10:00:00.{number:03}Z", **others,
    }


def _serving(shares):
    return {
        "dispatchKey": None, "includedInExpt": True,
        "variations": [{"id": i, "rollout": [low, high]} for i, low, high in shares],
    }


PLUS = {
    "id": "plus", "name": "Plus customers",
    "conditions": [{"id": "c", "property": "plan", "op": "Equal", "value": "Plus"}],
    **_serving([("banner-0", 0, 1)]),
}
HALVES = [("split-0", 0, 0.5), ("split-1", 0.5, 1)]
FLAGS = [
    _flag(1, "banner", "boolean", ["true", "false"], [("banner-1", 0, 1)], [PLUS]),
    _flag(2, "split", "boolean", ["true", "false"], HALVES),
    _flag(3, "count", "number", ["3", "0"]),
    _flag(4, "ratio", "number", ["2", "0.5"]),
    _flag(5, "colour", "string", ["green", "red"]),
    _flag(6, "layout", "json", ['{"columns":2,"names":["a","b"]}', "{}"]),
    _flag(7, "off", "string", ["on", "off"], isEnabled=False),
    _flag(8, "archived", "string", ["on", "off"], isArchived=True),
    _flag(9, "broken", "json", ["{no json", "{}"]),
]


def bring_in():
    """Makes the data directory with these flags in it."""
    command("init")
    file = os.environ["TMPDIR"] + "/shop.json"
    with open(file, "w") as opened:
        json.dump(FLAGS, opened)
    command("import", "featbit", file)
