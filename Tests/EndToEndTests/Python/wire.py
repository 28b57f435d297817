"""Streams and sockets without an SDK around them."""

import json
import random
import socket
import struct
import time

import websocket

from place import PATIENCE

LETTERS = "QBWSPHDXZU"


def token(secret, seconds_off=0):
    """A stream's token, made by a clock that is some seconds off."""

    def spelled(number, length):
        return "".join(LETTERS[int(digit)] for digit in str(number).zfill(length))

    moment = round((time.time() + seconds_off) * 1000)
    place = random.randint(2, len(secret) - 1)
    woven = secret[:place] + spelled(moment, 13) + secret[place:]
    return spelled(place, 3) + spelled(13, 2) + woven


class Stream:
    """A WebSocket to /streaming."""

    def __init__(self, server, secret, kind="server", seconds_off=0, address=None):
        query = f"?type={kind}&token={token(secret, seconds_off)}"
        self.socket = websocket.create_connection(
            server.socket_address + "/streaming" + query,
            timeout=PATIENCE,
            header=[f"X-Forwarded-For: {address}"] if address else [],
        )

    def say(self, message):
        """Sends a message; text goes as it is."""
        self.socket.send(message if isinstance(message, str) else json.dumps(message))

    def hear(self):
        """The next message, or the number with which the server closes."""
        frame = self.socket.recv_frame()
        if frame.opcode == websocket.ABNF.OPCODE_CLOSE:
            return struct.unpack("!H", frame.data[:2])[0]
        return json.loads(frame.data)

    def sync(self, version=0, user=None):
        """Asks for what is newer than a version and returns the answer."""
        data = {"timestamp": version}
        if user:
            data["user"] = user
        self.say({"messageType": "data-sync", "data": data})
        return self.hear()

    def close(self):
        self.socket.close(timeout=1)


def user(key, **others):
    """A customer in FeatBit's words."""
    properties = [{"name": name, "value": value} for name, value in others.items()]
    return {"keyId": key, "name": key, "customizedProperties": properties}


def raw(server, data, then=()):
    """Sends bytes and returns all that comes back until the server closes, which it should."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as connection:
        received = b""
        try:
            connection.sendall(data)
            for part in then:
                connection.sendall(part)
            while True:
                part = connection.recv(65536)
                if not part:
                    return received, "closed"
                received += part
        except TimeoutError:
            return received, "open"
        except OSError:
            return received, "closed"


def status(received):
    """The status of a raw answer; None when there is none."""
    return int(received.split(b" ")[1]) if received.startswith(b"HTTP/1.1 ") else None
