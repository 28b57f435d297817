"""FeatBit's SDK and OpenFeature's provider over https and wss, with a company's own issuer.

usage: encrypted.py ISSUER CERTIFICATE KEY
"""

import logging
import os
import ssl
import sys

from fbclient.client import FBClient
from fbclient.config import Config, HTTPConfig, WebSocketConfig

import shop
from place import Server, command, report, until

logging.disable(logging.CRITICAL)
issuer, certificate, key = sys.argv[1:]
ANN = {"key": "ann", "name": "Ann", "plan": "Plus"}
# The provider is given its issuer as all programs are that use requests.
os.environ["REQUESTS_CA_BUNDLE"] = issuer


def connect(server, sslopt, wait):
    address = f"localhost:{server.port}"
    config = Config(
        env_secret=server.secret,
        event_url=f"https://{address}",
        streaming_url=f"wss://{address}",
        streaming_first_retry_delay=0.2,
        events_flush_interval=0.2,
        http=HTTPConfig(ca_certs=issuer),
        websocket=WebSocketConfig(sslopt=sslopt),
    )
    return FBClient(config, start_wait=wait)


def provided(server):
    from openfeature import api
    from openfeature.contrib.provider.ofrep import OFREPProvider
    from openfeature.evaluation_context import EvaluationContext

    provider = OFREPProvider(
        f"https://localhost:{server.port}",
        headers_factory=lambda: {"X-API-Key": server.secret},
    )
    api.set_provider(provider)
    context = EvaluationContext("ann", {"plan": "Plus"})
    return api.get_client().get_string_value("colour", "", context)


shop.bring_in()
seen = {}
with Server(options=("--tls-certificate", certificate, "--tls-key", key)) as server:
    trusting = {"ca_certs": issuer, "cert_reqs": ssl.CERT_REQUIRED}
    client = connect(server, trusting, wait=30)
    seen["sdk"] = [client.initialize, client.variation("colour", ANN, "none")]
    command("flag", "off", "colour")
    until(lambda: client.variation("colour", ANN, "none") == "red")
    seen["live"] = client.variation("colour", ANN, "none")
    seen["provider"] = provided(server)
    client.flush()
    found = until(lambda: "ann" in command("customer", "find", "ann"))
    seen["reported"] = found is not None
    client.stop()
    doubting = connect(server, {"cert_reqs": ssl.CERT_REQUIRED}, wait=2)
    seen["without the issuer"] = doubting.initialize
    doubting.stop()
report(seen)
