"""FeatBit's Python SDK through what happens to servers and secrets.

usage: sdk_life.py wrong|empty|archived|restart|events|live|revoked
"""

import http.client
import json
import logging
import sys
import time

from fbclient.client import FBClient
from fbclient.config import Config

import shop
from place import Asker, Server, command, report, secrets, until
from wire import Stream

logging.disable(logging.CRITICAL)
ANN = {"key": "ann", "name": "Ann", "plan": "Plus"}


def connect(server, secret=None, wait=5):
    config = Config(
        env_secret=secret or server.secret,
        event_url=server.address,
        streaming_url=server.socket_address,
        streaming_first_retry_delay=0.2,
        events_flush_interval=0.2,
    )
    return FBClient(config, start_wait=wait)


def told(client, key):
    detail = client.variation_detail(key, ANN, "none")
    return [detail.variation, detail.reason]


def wrong():
    """Secrets that are not for a server's SDK."""
    seen = {}
    with Server() as server:
        for name, secret in (
            ("unknown", "x" * 22 + server.secret[22:]), ("for clients", server.client_secret),
        ):
            client = connect(server, secret, wait=1)
            seen[name] = [client.initialize, *told(client, "banner")]
            client.stop()
        seen["refusals"] = server.metric("flagdeck_refusals_total") >= 2
    return seen


def empty():
    """An environment without flags is ready, too."""
    with Server("dev") as server:
        client = connect(server)
        seen = {"ready": client.initialize, "flag": told(client, "banner")}
        client.stop()
    return seen


def archived():
    """Archived flags are not there for applications."""
    with Server() as server:
        client = connect(server)
        seen = {
            "archived": [client.is_flag_known("archived"), *told(client, "archived")],
            "off": told(client, "off"),
        }
        client.stop()
    return seen


def restart():
    """The server goes, a flag changes, and the server comes back on the same port."""
    server = Server()
    client = connect(server)
    seen = {"before": told(client, "off"), "ready": client.initialize}
    seen["exit code"] = server.stop()
    seen["while it is gone"] = told(client, "off")
    command("flag", "on", "off")
    with Server(port=server.port):
        seen["milliseconds until told"] = until(lambda: told(client, "off")[0] == "on")
        seen["after"] = told(client, "off")
        client.stop()
    return seen


def events():
    """What the SDK reports is written."""
    written = 'flagdeck_events_total{outcome="written"}'
    with Server() as server:
        client = connect(server)
        client.variation("banner", ANN, False)
        client.variation("split", {"key": "bo", "name": "Bo"}, False)
        client.identify({"key": "cy", "name": "Cy"})
        client.track_metric(ANN, "bought", 19.9)
        client.flush()
        seen = {"milliseconds until written": until(lambda: server.metric(written) >= 3)}
        client.stop()
        seen["requests"] = server.metric(
            'flagdeck_requests_total{endpoint="track",status="200"}'
        )
    found = [json.loads(command("customer", "find", name, "--json")) for name in ("Ann", "Cy")]
    seen["customers"] = [customer["key"] for customers in found for customer in customers]
    return seen


def live():
    """Commands change flags while applications are connected."""
    with Server() as server:
        client = connect(server)
        stream = Stream(server, server.secret)
        stream.sync()
        browser = Stream(server, server.client_secret, "client")
        browser.sync(user={"keyId": "ann", "name": "Ann", "customizedProperties": []})
        bell = ring(server)
        began = time.monotonic()
        command("flag", "on", "off")
        done = time.monotonic()
        until(lambda: told(client, "off")[0] == "on")
        seen = {
            "milliseconds for the command": round((done - began) * 1000, 1),
            "milliseconds from the start of the command": round(
                (time.monotonic() - began) * 1000, 1
            ),
            "sdk": told(client, "off"), "bell": bell.readline().decode().split(":")[0],
        }
        patch = stream.hear()["data"]
        seen["patch"] = [patch["eventType"], patch["featureFlags"][0]["key"]]
        answer = browser.hear()["data"]["featureFlags"][0]
        seen["browser"] = [answer["id"], answer["variation"]]
        command("flag", "archive", "off")
        seen["archived"] = until(lambda: told(client, "off")[1] == "flag not found") is not None
        seen["archived patch"] = stream.hear()["data"]["featureFlags"][0]["isArchived"]
        answer = browser.hear()["data"]["featureFlags"][0]
        seen["archived for browsers"] = [answer["variation"], answer["matchReason"]]
        command("flag", "delete", "archived")
        gone = stream.hear()["data"]["featureFlags"][0]
        seen["deleted"] = [gone["key"], gone["isArchived"]]
        client.stop()
    return seen


def ring(server):
    """OpenFeature's stream of events, after its first lines."""
    asker = Asker(server, server.secret)
    stream = asker.ask("POST", "/ofrep/v1/evaluate/flags", {"context": {}}).json["eventStreams"]
    bell = Asker(server)
    bell.connection.request("GET", stream[0]["endpoint"]["requestUri"])
    response = bell.connection.getresponse()
    response.asker = bell
    while response.readline() != b"\n":
        pass
    return response


def ended(bell):
    """Reads a stream of events until the server ends it."""
    try:
        return bell.read().decode()
    except http.client.IncompleteRead as end:
        return end.partial.decode()


def revoked():
    """A secret is taken back while it is in use."""
    with Server() as server:
        client = connect(server)
        stream = Stream(server, server.secret)
        stream.sync()
        bell = ring(server)
        command("environment", "secret", "add", "Spare", "--kind", "server")
        command("environment", "secret", "revoke", "--", server.secret)
        began = time.monotonic()
        seen = {"close": stream.hear(), "bell": ended(bell)}
        seen["milliseconds until closed"] = round((time.monotonic() - began) * 1000, 1)
        # Each thread of the server hears of it in turn.
        asker = Asker(server, server.secret)
        refused = lambda: asker.ask("POST", "/api/public/insight/track", "[]").status == 401
        seen["refused afterwards"] = until(refused) is not None
        client.stop()
        again = connect(server, secrets()[0])
        seen["the new one"] = again.initialize
        again.stop()
    return seen


SCENES = {
    "wrong": wrong, "empty": empty, "restart": restart, "events": events, "live": live,
    "revoked": revoked, "archived": archived,
}
shop.bring_in()
report(SCENES[sys.argv[1]]())
