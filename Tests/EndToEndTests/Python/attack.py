"""Bytes that nobody should send; the server closes or refuses, and goes on serving."""

import os
import socket
import threading
import time

import shop
from place import Asker, Server, report
from wire import Stream, raw, status

PATH = b"/api/public/sdk/server/latest-all"


def get(server, *lines, path=PATH):
    """A request with these header fields."""
    fields = [b"Host: x", b"Authorization: " + server.secret.encode(), *lines]
    return b"GET " + path + b" HTTP/1.1\r\n" + b"\r\n".join(fields) + b"\r\n\r\n"


def answered(server, data, **others):
    """The status of the answer, or how the connection ended without one."""
    received, end = raw(server, data, **others)
    return status(received) or end


def with_fields(server, count):
    """A request with so many header fields."""
    return get(server, *(b"X-%d: 1" % n for n in range(count - 3)), b"Connection: close")


def with_header_bytes(server, size):
    """A request whose header fields take so many bytes, names, values and separators."""
    rest = [b"Connection: close"]
    known = sum(len(line) + 2 for line in [b"Host: x", b"Authorization: " + server.secret.encode()])
    known += sum(len(line) + 2 for line in rest)
    return get(server, *rest, b"X: ".ljust(size - known - 2, b"x"))


def malformed(server):
    post = b"POST /ofrep/v1/evaluate/flags HTTP/1.1\r\nHost: x\r\n"
    secret = b"Authorization: " + server.secret.encode() + b"\r\n"
    requests = {
        "no HTTP": b"\x00\x01\x02\x03\r\n\r\n", "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        "two lengths": post + secret + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        "length and chunks": post + secret + b"Content-Length: 2\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "negative length": post + secret + b"Content-Length: -1\r\n\r\n",
        "huge length": post + secret + b"Content-Length: 99999999999999999999\r\n\r\n",
        "bad chunk": post + secret + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        "NUL in a field": get(server, b"X: a\0b"), "blank before colon": get(server, b"X : a"),
        "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "HTTP/9.9": b"GET / HTTP/9.9\r\n\r\n",
        "unknown method": b"BREW / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "folded field": get(server, b"X: a\r\n b", b"Connection: close"),
    }
    return {name: answered(server, data, seconds=1) for name, data in requests.items()}


def drip(server, results):
    """One byte a second; the head must be there after ten."""
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.settimeout(0.5)
        for byte in get(server)[:50]:
            try:
                connection.sendall(bytes([byte]))
                if connection.recv(1) == b"":
                    break
            except TimeoutError:
                continue
            except OSError:
                break
    results["drip"] = time.monotonic() - began


def idle(server, results):
    """Nothing at all is sent."""
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.settimeout(25)
        try:
            connection.recv(1)
        except OSError:
            pass
    results["silence"] = time.monotonic() - began


shop.bring_in()
with Server() as server:
    slow = {}
    threads = [
        threading.Thread(target=what, args=(server, slow), daemon=True)
        for what in (drip, idle)
    ]
    for thread in threads:
        thread.start()
    seen = {
        "100 fields": answered(server, with_fields(server, 100)),
        "101 fields": answered(server, with_fields(server, 101)),
        "32 KiB": answered(server, with_header_bytes(server, 32 << 10)),
        "32 KiB and 1": answered(server, with_header_bytes(server, (32 << 10) + 1)),
        "malformed": malformed(server),
        "HEAD": answered(server, get(server, b"Connection: close").replace(b"GET", b"HEAD", 1)),
        "pipelined": raw(server, get(server) * 3 + get(server, b"Connection: close"))[0].count(
            b"HTTP/1.1 200"
        ),
        "upgrade by POST": answered(
            server,
            b"POST /streaming?type=server&token=x HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, close"
            b"\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nContent-Length: 0\r\n\r\n",
            seconds=1,
        ),
    }
    streams = {}
    for name, frame in {
        "reserved bits": b"\xf1\x80abcd", "reserved opcode": b"\x83\x80abcd",
        "long ping": b"\x89\xfe\x00\x7eabcd" + b"x" * 126, "fragmented ping": b"\x09\x80abcd",
        "continuation first": b"\x80\x80abcd", "length with top bit": b"\x81\xff" + b"\xff" * 8,
        "invalid UTF-8": b"\x81\x82\0\0\0\0\xff\xfe",
    }.items():
        stream = Stream(server, server.secret)
        stream.socket.sock.sendall(frame)
        try:
            stream.say({"messageType": "ping", "data": {}})
            answer = stream.hear()
        except Exception as error:
            answer = type(error).__name__
        streams[name] = answer if isinstance(answer, (int, str)) else answer["messageType"]
    seen["streams"] = streams
    random_bytes = {"answered": 0, "closed": 0}
    for _ in range(100):
        received, end = raw(server, os.urandom(512) + b"\r\n\r\n", seconds=2)
        random_bytes["answered" if status(received) else end] += 1
    seen["random"] = random_bytes
    for thread in threads:
        thread.join()
    seen["slow"] = {name: round(seconds, 1) for name, seconds in slow.items()}
    seen["still serving"] = Asker(server, server.secret).ask("GET", PATH.decode()).status
    seen["connections"] = server.metric("flagdeck_connections")
report(seen)
