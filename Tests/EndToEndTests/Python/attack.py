"""Bytes that nobody should send; the server closes or refuses, and goes on serving."""

import os
import socket as sockets
import threading
import time

import shop
from place import PATIENCE, Asker, Server, report
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
    """A request whose header fields take so many bytes, names and values, with its address."""
    rest = [b"Connection: close"]
    known = len("Host" "x" "Authorization" "Connection" "close" "X") + len(server.secret) + len(PATH)
    return get(server, *rest, b"X: " + b"x" * (size - known))


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
    answers = {name: raw(server, data) for name, data in requests.items()}
    return {name: [status(received), end] for name, (received, end) in answers.items()}


def upgrades(server):
    """Requests for an upgrade that is not given are answered as if they had not asked."""
    http2 = [b"Connection: Upgrade, HTTP2-Settings", b"Upgrade: h2c", b"HTTP2-Settings: AAMAAABk"]
    socket = [
        b"Connection: Upgrade", b"Upgrade: websocket", b"Sec-WebSocket-Version: 13",
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    ]
    later = [b"Sec-WebSocket-Version: 14" if b"Version" in line else line for line in socket]
    stream = b"/streaming?type=server&token=x"
    post = get(server, *socket, b"Content-Length: 0", path=stream).replace(b"GET", b"POST", 1)
    track = get(server, *http2, b"Content-Length: 2", path=b"/api/public/insight/track")
    second = get(server) + get(server, *socket, path=stream)
    seen = {
        "HTTP/2": raw(server, get(server, *http2)),
        "HTTP/2 with a body": raw(server, track.replace(b"GET", b"POST", 1) + b"[]"),
        "no stream": raw(server, get(server, *socket)),
        "by POST": raw(server, post),
        "later version": raw(server, get(server, *later, path=stream)),
        "good": raw(server, get(server, *socket, path=stream)),
    }
    seen = {name: [status(received), end] for name, (received, end) in seen.items()}
    seen["second request"] = raw(server, second)[0].count(b"HTTP/1.1 400")
    # Waits grow with every wrong try, so sooner or later one comes too soon.
    for _ in range(100):
        with sockets.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as connection:
            connection.sendall(get(server, *socket, path=stream))
            seen["too often"] = status(connection.recv(100))
        if seen["too often"] == 429:
            break
    return seen


def drip(server, results):
    """One byte every half a second, for ever; the head must be there after ten."""
    began = time.monotonic()
    with sockets.create_connection(("127.0.0.1", server.port)) as connection:
        connection.settimeout(0.5)
        head = get(server)[:-4] + b"x" * (2 * PATIENCE)
        results["drip"] = ["open", 0]
        for byte in head[: 2 * PATIENCE]:
            try:
                connection.sendall(bytes([byte]))
                if connection.recv(1) != b"":
                    continue
            except TimeoutError:
                continue
            except OSError:
                pass
            results["drip"] = ["closed", time.monotonic() - began]
            break


def idle(server, results):
    """Nothing at all is sent."""
    began = time.monotonic()
    with sockets.create_connection(("127.0.0.1", server.port)) as connection:
        connection.settimeout(PATIENCE)
        try:
            end = "closed" if connection.recv(1) == b"" else "answered"
        except TimeoutError:
            end = "open"
        except OSError:
            end = "closed"
    results["silence"] = [end, time.monotonic() - began]


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
        "upgrades": upgrades(server),
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
    seen["random"] = sum(
        status(raw(server, os.urandom(512) + b"\r\n\r\n")[0]) == 400 for _ in range(50)
    )
    for thread in threads:
        thread.join()
    seen["slow"] = {name: [end, round(seconds, 1)] for name, (end, seconds) in slow.items()}
    seen["still serving"] = Asker(server, server.secret).ask("GET", PATH.decode()).status
    seen["connections"] = server.metric("flagdeck_connections")
report(seen)
