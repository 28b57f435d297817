"""The program, a data directory and a server on it, for the scripts beside this one.

The test that starts a script sets FLAGDECK_DATA and puts `flagdeck` into PATH. A script prints one
JSON document, which the test looks at.
"""

import ctypes
import http.client
import json
import signal
import subprocess
import sys
import time

# Seconds that anything may take: only what hangs takes so long, however busy the machine.
PATIENCE = 150


def command(*words, code=0):
    """Runs a command and returns what it printed."""
    done = subprocess.run(["flagdeck", *words], capture_output=True, text=True, timeout=PATIENCE)
    if done.returncode != code:
        raise RuntimeError(f"flagdeck {' '.join(words)}: {done.returncode}\n{done.stderr}")
    return done.stdout


def secrets(environment="prod"):
    """The secrets of an environment: for servers, for browsers and phones."""
    shown = json.loads(command("environment", "show", environment, "--json"))
    return shown["serverSecret"], shown["clientSecret"]


def _die_with_parent():
    """A server must not outlive a script that was killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)


class Server:
    """`flagdeck serve` on the data directory, and the secrets of one environment."""

    def __init__(self, environment="prod", port=0, options=()):
        self.secret, self.client_secret = secrets(environment)
        self.process = subprocess.Popen(
            ["flagdeck", "serve", "--port", str(port), *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=_die_with_parent,
        )
        line = self.process.stdout.readline()
        if "://" not in line:
            raise RuntimeError(f"no server: {line}{self.process.stderr.read()}")
        self.address = line.split()[3].rstrip(".")
        self.port = int(self.address.rsplit(":", 1)[1])
        self.socket_address = self.address.replace("http", "ws", 1)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        """Stops it as Ctrl-C does; returns its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        code = self.process.wait(timeout=PATIENCE)
        self.process.stdout.close()
        self.process.stderr.close()
        return code

    def metric(self, name):
        """A figure of /metrics, by its name with labels."""
        for line in Asker(self).ask("GET", "/metrics").text.splitlines():
            if line.startswith(name + " "):
                return float(line.rsplit(" ", 1)[1])
        return None


class Answer:
    """What a request got."""

    def __init__(self, response):
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.bytes = response.read()

    @property
    def text(self):
        return self.bytes.decode()

    @property
    def json(self):
        return json.loads(self.bytes)


class Asker:
    """One connection that stays open."""

    def __init__(self, server, secret=None):
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
        self.secret = secret

    def ask(self, method, path, body=None, headers=None):
        """Sends a request; a body that is neither text nor bytes goes as JSON."""
        if body is not None and not isinstance(body, (bytes, str)):
            body = json.dumps(body)
        if isinstance(body, str):
            body = body.encode()
        fields = {"Content-Type": "application/json"} if body is not None else {}
        if self.secret:
            fields["Authorization"] = self.secret
        fields.update(headers or {})
        self.connection.request(method, path, body, fields)
        return Answer(self.connection.getresponse())


def until(condition, seconds=PATIENCE):
    """Waits until something is so; returns the milliseconds that it took, or None."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        if condition():
            return round((time.monotonic() - began) * 1000, 1)
        time.sleep(0.002)
    return None


def report(document):
    """Tells the test what was seen."""
    print(json.dumps(document))
