"""Another system: hears the posts of webhooks, checks their signatures, and writes them down.

    webhooks.py FILE SECRET STATUS...

Each line of FILE is one post. The first posts are answered with the statuses, the others with 200.
The first line that is printed is the port.
"""

import hashlib
import hmac
import http.server
import json
import sys

file, secret, statuses = sys.argv[1], sys.argv[2], [int(text) for text in sys.argv[3:]]


class Hearer(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        expected = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        status = statuses.pop(0) if statuses else 200
        post = {
            "path": self.path,
            "status": status,
            "signed": hmac.compare_digest(
                self.headers.get("X-FeatBit-Signature-256", ""), "sha256=" + expected
            ),
            "delivery": self.headers.get("X-FeatBit-Delivery"),
            "event": self.headers.get("X-FeatBit-Event"),
            "hook": self.headers.get("X-FeatBit-Hook-ID"),
            "type": self.headers.get("Content-Type"),
            "own": self.headers.get("X-Own"),
            "body": json.loads(body),
        }
        with open(file, "a") as out:
            out.write(json.dumps(post) + "\n")
        answer = b"heard" if status < 300 else b"not now"
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", "/moved")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *words):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hearer)
print(server.server_address[1], flush=True)
server.serve_forever()
