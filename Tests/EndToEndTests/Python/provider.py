"""OpenFeature's Python client asks about a flag of every kind, and about what is not there."""

import logging

from openfeature import api
from openfeature.contrib.provider.ofrep import OFREPProvider
from openfeature.evaluation_context import EvaluationContext

import shop
from place import Server, report

logging.disable(logging.CRITICAL)

shop.bring_in()
plus = EvaluationContext("ann", {"plan": "Plus"})
with Server() as server:

    def client(secret, header="X-API-Key"):
        provider = OFREPProvider(server.address, headers_factory=lambda: {header: secret})
        api.set_provider(provider)
        return api.get_client()

    def told(details):
        return {
            "value": details.value, "reason": str(details.reason), "variant": details.variant,
            "error": str(details.error_code.value) if details.error_code else None,
        }

    flags = client(server.secret)
    seen = {
        "boolean": told(flags.get_boolean_details("banner", False, plus)),
        "no context": told(flags.get_boolean_details("banner", True)),
        "integer": told(flags.get_integer_details("count", 0, plus)),
        "float": told(flags.get_float_details("ratio", 0.0, plus)),
        "string": told(flags.get_string_details("colour", "", plus)),
        "object": told(flags.get_object_details("layout", {}, plus)),
        "off": told(flags.get_string_details("off", "", plus)),
        "split": told(flags.get_boolean_details("split", False, plus)),
        "split without a key": told(flags.get_boolean_details("split", False)),
        "archived": told(flags.get_string_details("archived", "mine", plus)),
        "unknown": told(flags.get_string_details("unknown", "mine", plus)),
        "broken value": told(flags.get_object_details("broken", {"mine": 1}, plus)),
        "wrong kind": told(flags.get_string_details("count", "mine", plus)),
        "rule": flags.get_boolean_details("banner", False, plus).flag_metadata,
        "client's secret": told(
            client(server.client_secret, "X-API-Key").get_string_details("colour", "", plus)
        ),
    }
    bad = client("x" * 44).get_boolean_details("banner", False, plus)
    seen["wrong secret"] = told(bad)
    seen["wrong secret's words"] = bad.error_message
report(seen)
