"""Schemathesis makes requests of docs/reference/openapi.json and holds the answers to it.

usage: document_run.py SEED REQUESTS DOCUMENT SCHEMATHESIS
"""

import json
import os
import re
import subprocess
import sys
import time

import shop
from place import PATIENCE, Asker, Server, report

CHECKS = [
    "not_a_server_error", "status_code_conformance", "content_type_conformance",
    "response_headers_conformance", "response_schema_conformance", "unsupported_method",
    "allow_header_conformance",
]

seed, requests, document, schemathesis = sys.argv[1:]
with open(document) as file:
    operations = sum(len(path) for path in json.load(file)["paths"].values())
folder = os.environ["TMPDIR"]
shop.bring_in()
with Server() as server:
    began = time.monotonic()
    done = subprocess.run(
        [
            schemathesis, "run", document, "--url", server.address, "--seed", seed,
            "--max-examples", str(max(1, int(requests) // operations)), "--phases", "fuzzing",
            "--checks", ",".join(CHECKS), "--header", f"Authorization:{server.secret}",
            "--continue-on-failure", "--generation-database", "none", "--warnings", "off",
            "--suppress-health-check", "all", "--no-color", "--no-shrink",
            "--generation-with-security-parameters", "false", "--request-timeout", str(PATIENCE),
        ],
        capture_output=True, text=True, cwd=folder,
    )
    seconds = time.monotonic() - began
    by_status = {}
    answered = 0
    for line in Asker(server).ask("GET", "/metrics").text.splitlines():
        if line.startswith("flagdeck_requests_total{"):
            status = line.split('status="')[1][:3]
            by_status[status] = by_status.get(status, 0) + int(line.rsplit(" ", 1)[1])
    cases = re.search(r"(\d+) generated", done.stdout)
report(
    {
        "code": done.returncode, "seconds": round(seconds, 1), "operations": operations,
        "requests": int(cases.group(1)) if cases else 0, "answers": by_status, "output": "" if done.returncode == 0 else done.stdout[-4000:],
    }
)
