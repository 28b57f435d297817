"""What happens on streams, without an SDK around them.

usage: streams.py clocks|messages|client|limits
"""

import gzip
import json
import sys

import websocket

import shop
from place import Server, report
from wire import Stream, user


def clocks(server):
    """Tokens of clocks that are off, and secrets that are none."""
    secret = server.secret
    seen = {}
    for seconds in (-90, -5, 5, 90):
        stream = Stream(server, secret, seconds_off=seconds)
        answer = stream.hear() if abs(seconds) > 30 else stream.sync()
        seen[str(seconds)] = answer if isinstance(answer, int) else answer["messageType"]
        stream.close()
    seen["unknown secret"] = Stream(server, "x" * 22 + secret[22:]).hear()
    seen["client secret for a server"] = Stream(server, server.client_secret).hear()
    return seen


def messages(server):
    """Echo, ping, what is not understood, and an empty environment."""
    stream = Stream(server, server.secret)
    seen = {}
    stream.say({"messageType": "PiNg", "data": None})
    seen["ping"] = stream.hear()
    stream.say({"messageType": "ECHO", "data": {"a": [1, "é"]}})
    seen["echo"] = stream.hear()
    for strange in (
        "no JSON", "[]", "{}", '{"messageType":"ping"}', '{"messageType":7,"data":{}}',
        '{"messageType":"unknown","data":{}}', '{"messageType":"data-sync","data":"x"}',
        "[" * 100_000, '{"messageType":"ping","data":"' + "\\ud800" + '"}',
    ):
        stream.say(strange)
    stream.socket.send_binary(b"\x00\x01")
    stream.socket.send(gzip.compress(b"{}"), websocket.ABNF.OPCODE_BINARY)
    stream.socket.ping("are you there")
    opcode, frame = stream.socket.recv_data_frame(control_frame=True)
    seen["pong"] = [opcode == websocket.ABNF.OPCODE_PONG, frame.data.decode()]
    seen["empty environment"] = stream.sync()
    seen["later version"] = stream.sync(9_000_000_000_000)["data"]["eventType"]
    return seen


def client(server):
    """A browser's SDK changes its user on the same stream."""
    stream = Stream(server, server.client_secret, "client")
    seen = {}
    for name, plan in (("ann", "Plus"), ("bo", "Free")):
        data = stream.sync(user=user(name, plan=plan))["data"]
        banner = next(flag for flag in data["featureFlags"] if flag["id"] == "banner")
        seen[name] = [data["eventType"], data["userKeyId"], banner["variation"]]
    stream.say({"messageType": "data-sync", "data": {"timestamp": 0}})
    stream.say({"messageType": "data-sync", "data": {"timestamp": 0, "user": user("  ")}})
    stream.say({"messageType": "ping", "data": {}})
    seen["without a user"] = stream.hear()["messageType"]
    return seen


def padded(length):
    """A ping of exactly so many bytes."""
    head, tail = '{"messageType":"ping","data":["', '"]}'
    # No text may be longer than 64 KiB, so there are many.
    rest = length - len(head) - len(tail)
    parts = []
    while rest > 0:
        size = min(rest, 60_000)
        if 0 < rest - size < 4:
            size -= 4
        parts.append("x" * size)
        rest -= size + 3
    return head + '","'.join(parts) + tail


def fragmented(stream, count):
    """A ping in so many fragments."""
    text = '{"messageType":"ping","data":{}}'.ljust(count)
    size = len(text) // count
    parts = [text[i * size: (i + 1) * size] for i in range(count - 1)]
    parts.append(text[(count - 1) * size:])
    for place, part in enumerate(parts):
        opcode = websocket.ABNF.OPCODE_TEXT if place == 0 else websocket.ABNF.OPCODE_CONT
        final = int(place == count - 1)
        frame = websocket.ABNF(final, 0, 0, 0, opcode, 1, part.encode())
        stream.socket.send_frame(frame)


def limits(server):
    """Messages at their limits and one above."""
    secret = server.secret
    seen = {}
    most = 1 << 20
    for name, length in (("at the limit", most), ("one above", most + 1)):
        stream = Stream(server, secret)
        message = padded(length)
        assert len(message) == length
        stream.say(message)
        answer = stream.hear()
        seen[name] = answer if isinstance(answer, int) else answer["messageType"]
        stream.close()
    for count in (64, 65):
        stream = Stream(server, secret)
        try:
            fragmented(stream, count)
        except OSError:
            pass
        answer = stream.hear()
        seen[f"{count} fragments"] = answer if isinstance(answer, int) else answer["messageType"]
        stream.close()
    stream = Stream(server, secret)
    stream.socket.sock.sendall(b"\x81\x02{}")
    answer = stream.hear()
    seen["unmasked"] = answer if isinstance(answer, int) else answer["messageType"]
    return seen


shop.bring_in()
SCENES = {"clocks": clocks, "messages": messages, "client": client, "limits": limits}
with Server("dev" if sys.argv[1] == "messages" else "prod") as running:
    report(SCENES[sys.argv[1]](running))
