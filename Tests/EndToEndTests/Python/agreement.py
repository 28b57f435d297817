"""Random customers ask about every flag of a random environment in every way there is.

usage: agreement.py SEED CUSTOMERS FLAGS
"""

import collections
import json
import logging
import os
import random
import sys
import time

from fbclient.client import FBClient
from fbclient.config import Config

import divergences
from place import Asker, Server, command, report
from random_environment import Maker

logging.disable(logging.CRITICAL)

seed, customer_count, flag_count = (int(word) for word in sys.argv[1:4])
source = random.Random(seed)
maker = Maker(source)
customers = maker.customers(customer_count)
document = maker.document(customers, flag_count, 12)
flags = {flag["key"]: flag for flag in document["data"]["featureFlags"]}
segments = {segment["id"]: segment for segment in document["data"]["segments"]}
living = {key: flag for key, flag in flags.items() if not flag["isArchived"]}
variations = {
    key: {variation["id"]: variation for variation in flag["variations"]}
    for key, flag in flags.items()
}

REASONS = {
    "flag off": "flag disabled", "target match": "targeted", "fall through all rules": "default",
}
disagreements = []
exceptions = collections.Counter()
counts = collections.Counter()


def differ(way, customer, key, expected, got):
    disagreements.append([way, customer["key"], key, str(expected), str(got)])


def truth(customer, asker):
    """FeatBit's own way to ask is what the others are compared with."""
    answers = asker.ask("POST", "/api/public/featureflag/evaluate", {"user": featbit(customer)})
    answers = {answer["key"]: answer["variation"] for answer in answers.json}
    for key, flag in flags.items():
        if flag["isArchived"]:
            if answers[key]["id"] is not None:
                differ("archived", customer, key, None, answers[key]["id"])
    if set(answers) != set(flags):
        differ("flags", customer, "*", sorted(flags), sorted(answers))
    return {key: answers[key] for key in living}


def featbit(customer):
    others = [
        {"name": name, "value": value}
        for name, value in customer.items()
        if name not in ("key", "name")
    ]
    return {
        "keyId": customer["key"], "name": customer["name"], "customizedProperties": others,
    }


def open_feature(customer):
    others = {name: value for name, value in customer.items() if name != "key"}
    return {"context": {"targetingKey": customer["key"], **others}}


def check_sdk(client, customer, answers):
    for key, flag in living.items():
        detail = client.variation_detail(key, customer, "none")
        expected = answers[key]
        counts["sdk"] += 1
        reason = REASONS.get(detail.reason, expected["matchReason"])
        if detail.variation_id == expected["id"] and reason == expected["matchReason"]:
            continue
        name = divergences.explaining(customer, flag, segments)
        if name is None:
            differ("sdk", customer, key, expected, (detail.variation_id, detail.reason))
        else:
            exceptions[name] += 1


def check_open_feature(answer, customer, key, expected, way):
    version = variations[key][expected["id"]]
    if answer.get("variant") != version["name"]:
        differ(way, customer, key, version["name"], answer)
        return
    kind = flags[key]["variationType"]
    value = version["value"] if kind == "string" else json.loads(version["value"])
    if answer["value"] != value or isinstance(answer["value"], bool) != isinstance(value, bool):
        differ(way, customer, key, value, answer["value"])


def check_all_open_feature(asker, customer, answers):
    bulk = asker.ask("POST", "/ofrep/v1/evaluate/flags", open_feature(customer)).json
    found = {answer["key"]: answer for answer in bulk["flags"]}
    if set(found) != set(living):
        differ("bulk", customer, "*", sorted(living), sorted(found))
    for key in living:
        counts["bulk"] += 1
        check_open_feature(found[key], customer, key, answers[key], "bulk")


def check_single(asker, customer, answers):
    for key in source.sample(sorted(living), 5):
        counts["single"] += 1
        answer = asker.ask("POST", f"/ofrep/v1/evaluate/flags/{key}", open_feature(customer))
        check_open_feature(answer.json, customer, key, answers[key], "single")


def check_client(asker, customer, answers):
    sync = asker.ask("POST", "/api/public/sdk/client/latest-all?timestamp=0", featbit(customer))
    found = {flag["id"]: flag for flag in sync.json["data"]["featureFlags"]}
    for key in flags:
        counts["client"] += 1
        expected = answers[key]["id"] if key in living else None
        if found[key]["variationId"] != expected:
            differ("client", customer, key, expected, found[key])


def check_command(customer, answers):
    given = json.loads(command("evaluate", customer["key"], "--json"))
    found = {answer["flag"]: answer for answer in given}
    for key in living:
        counts["command"] += 1
        version = variations[key][answers[key]["id"]]
        if found[key]["version"] != version["name"] or found[key]["value"] != version["value"]:
            differ("command", customer, key, version, found[key])
        if found[key]["countsForExperiments"] != answers[key]["sendToExperiment"]:
            differ("experiment", customer, key, answers[key], found[key])


def main():
    folder = os.environ["TMPDIR"]
    with open(f"{folder}/environment.json", "w") as file:
        json.dump(document, file)
    asked_twice = customers[:20]
    with open(f"{folder}/customers.json", "w") as file:
        json.dump(
            [
                {
                    "key": customer["key"], "name": customer["name"],
                    "attributes": {k: v for k, v in customer.items() if k not in ("key", "name")},
                }
                for customer in {c["key"]: c for c in asked_twice}.values()
            ],
            file,
        )
    command("init")
    command("import", "featbit", f"{folder}/environment.json")
    command("customer", "import", f"{folder}/customers.json")
    truths = []
    with Server() as server:
        began = time.monotonic()
        config = Config(
            env_secret=server.secret,
            event_url=server.address,
            streaming_url=server.socket_address,
        )
        client = FBClient(config, start_wait=5)
        ready = round((time.monotonic() - began) * 1000, 1) if client.initialize else None
        asker, client_asker = Asker(server, server.secret), Asker(server, server.client_secret)
        for number, customer in enumerate(customers):
            answers = truth(customer, asker)
            if number < len(asked_twice):
                truths.append(answers)
            check_sdk(client, customer, answers)
            check_all_open_feature(asker, customer, answers)
            check_client(client_asker, customer, answers)
            if number % 10 == 0:
                check_single(asker, customer, answers)
        client.stop()
    for customer, answers in zip(asked_twice, truths):
        check_command(customer, answers)
    report(
        {
            "operators": sorted({c["op"] for f in living.values()
                                 for c in divergences.conditions(f, segments)}),
            "readyMilliseconds": ready, "counts": counts, "exceptions": exceptions,
            "disagreementCount": len(disagreements), "disagreements": disagreements[:20],
        }
    )


main()
