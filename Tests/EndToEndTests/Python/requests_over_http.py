"""Requests without an SDK around them.

usage: requests_over_http.py featbit|openfeature|errors|limits
"""

import datetime
import gzip
import json
import sys
import time

import shop
from place import Asker, Server, report
from wire import user

FLAGS = "/ofrep/v1/evaluate/flags"
TRACK = "/api/public/insight/track"
LATEST = "/api/public/sdk/server/latest-all"


def featbit(server):
    """Polling and reports."""
    asker = Asker(server, server.secret)
    first = asker.ask("GET", LATEST + "?timestamp=0").json["data"]
    newest = max(item["updatedAt"] for item in first["featureFlags"] + first["segments"])
    moment = datetime.datetime.fromisoformat(newest.replace("Z", "+00:00"))
    version = round(moment.timestamp() * 1000)
    nothing_newer = asker.ask("GET", f"{LATEST}?timestamp={version}")
    newer = asker.ask("GET", f"{LATEST}?timestamp={version - 1}").json["data"]
    event = {"featureFlagKey": "banner", "variation": {"id": "x"}, "timestamp": 1}
    reports = {
        "good": json.dumps([{"user": user("ann"), "variations": [event]}]), "no JSON": "nonsense",
        "empty": "", "null": "null", "a number in a list": "[7]",
        "no user": json.dumps([{"variations": [event]}]),
        "4 MiB": b" " * (4 << 20), "one above 4 MiB": b" " * ((4 << 20) + 1), "deep": "[" * 100_000,
        "no UTF-8": b"[\xff\xfe]",
    }
    seen = {name: asker.ask("POST", TRACK, body).status for name, body in reports.items()}
    packed = gzip.compress(b"[]")
    seen["gzip"] = asker.ask("POST", TRACK, packed, {"Content-Encoding": "gzip"}).status
    client = Asker(server, server.client_secret)
    seen["with a client's secret"] = client.ask("POST", TRACK, "[]").status
    seen["with an unknown secret"] = Asker(server, "x" * 44).ask("POST", TRACK, "[]").status
    return {
        "first": first["eventType"], "nothing newer": [nothing_newer.status, nothing_newer.text],
        "newer": newer["eventType"], "reports": seen,
        "with a client's secret": client.ask("GET", LATEST).status,
        "malformed": server.metric('flagdeck_events_total{outcome="malformed"}'),
    }


def context(**attributes):
    return {"context": {"targetingKey": "ann", **attributes}}


def openfeature(server):
    """The tag of all answers, and the bell."""
    asker = Asker(server, server.secret)
    first = asker.ask("POST", FLAGS, context(plan="Plus"))
    tag = first.headers["etag"]

    def again(body, tag, query=""):
        answer = asker.ask("POST", FLAGS + query, body, {"If-None-Match": tag})
        return [answer.status, len(answer.bytes) == 0, answer.headers.get("etag") == tag]

    stream = first.json["eventStreams"][0]
    bell = Asker(server)
    bell.connection.request("GET", stream["endpoint"]["requestUri"])
    response = bell.connection.getresponse()
    ticket = stream["endpoint"]["requestUri"]
    return {
        "quoted": tag[0] + tag[-1], "same": again(context(plan="Plus"), tag),
        "without quotes": again(context(plan="Plus"), tag.strip('"'))[:2],
        "weak": again(context(plan="Plus"), "W/" + tag)[:2],
        "other plan": again(context(plan="Free"), tag)[0],
        "hinted": again(context(plan="Plus"), tag, "?flagConfigEtag=%22x%22")[0],
        "slash": asker.ask("POST", FLAGS + "/", context()).status,
        "stream": [stream["type"], stream["inactivityDelaySec"]],
        "bell": [response.status, response.headers["content-type"], response.readline().decode()],
        "forged": Asker(server).ask("GET", ticket[:-1] + ("0" if ticket[-1] != "0" else "1")).status,
        "as an API key": Asker(server)
        .ask("POST", FLAGS, context(), {"X-API-Key": server.secret})
        .status,
        "as a bearer": Asker(server)
        .ask("POST", FLAGS, context(), {"Authorization": "Bearer " + server.secret})
        .status,
    }


def errors(server):
    """What OFREP says about errors, and how soon."""
    asker = Asker(server, server.secret)
    one = FLAGS + "/banner"
    began = time.monotonic()
    brackets = asker.ask("POST", one, b"[" * (1 << 20))
    milliseconds = round((time.monotonic() - began) * 1000, 1)
    bodies = {
        "no JSON": "{", "a list": "[]", "context is a text": '{"context":"x"}',
        "no UTF-8": b'{"context":{"targetingKey":"\xff"}}', "deep": "[" * 33 + "]" * 33,
        "1,001 attributes": {"context": {str(n): n for n in range(1001)}},
        "text over 64 KiB": context(note="x" * ((64 << 10) + 1)),
    }
    seen = {name: shape(asker.ask("POST", one, body)) for name, body in bodies.items()}
    seen["all flags, no JSON"] = shape(asker.ask("POST", FLAGS, "{"))
    seen["unknown flag"] = shape(asker.ask("POST", FLAGS + "/nobody", context()))
    seen["NUL in the key"] = shape(asker.ask("POST", FLAGS + "/a%00b", context()))
    seen["broken escape"] = asker.ask("POST", FLAGS + "/a%zz", context()).status
    seen["no key"] = shape(asker.ask("POST", FLAGS + "/split", {"context": {}}))
    seen["too long"] = shape(asker.ask("POST", one, b" " * ((1 << 20) + 1)))
    seen["packed"] = shape(asker.ask("POST", one, b"{}", {"Content-Encoding": "gzip"}))
    seen["NUL in a user's key"] = shape(asker.ask("POST", one, {"context": {"targetingKey": "\0"}}))
    seen["1,000 attributes"] = asker.ask(
        "POST", one, {"context": {"targetingKey": "a", **{str(n): n for n in range(999)}}}
    ).status
    wrong = Asker(server, "x" * 44)
    refused = [wrong.ask("POST", one, context()) for _ in range(8)]
    seen["wrong secret"] = shape(refused[0])
    seen["too often"] = shape(refused[-1])
    seen["retry after"] = refused[-1].headers.get("retry-after", "").isdigit()
    seen["good secret meanwhile"] = asker.ask("POST", one, context()).status
    return {"seen": seen, "brackets": [brackets.status, milliseconds]}


def shape(answer):
    """The status, and the members of the body."""
    body = json.loads(answer.bytes) if answer.bytes else {}
    return [answer.status, sorted(body), body.get("errorCode")]


def limits(server):
    """Bodies at their limit."""
    asker = Asker(server, server.secret)
    body = json.dumps(context()).encode()
    seen = {}
    for path in ("/api/public/featureflag/evaluate", FLAGS):
        body = json.dumps({**context(), "user": user("ann")}).encode()
        for name, size in (("at", 1 << 20), ("above", (1 << 20) + 1)):
            seen[f"{path} {name}"] = asker.ask("POST", path, body.ljust(size)).status
    for count in (1000, 1001):
        many = {"keyId": "a", "name": "a"}
        many["customizedProperties"] = [{"name": str(n), "value": ""} for n in range(count)]
        answer = asker.ask("POST", "/api/public/featureflag/evaluate", {"user": many})
        seen[f"{count} properties"] = answer.status
    for name, length in (("at", 4096), ("above", 4097)):
        address = (LATEST + "?timestamp=0&x=").ljust(length, "x")
        seen[f"address {name}"] = Asker(server, server.secret).ask("GET", address).status
    return seen


shop.bring_in()
SCENES = {"featbit": featbit, "openfeature": openfeature, "errors": errors, "limits": limits}
with Server() as running:
    report(SCENES[sys.argv[1]](running))
