"""Runs a program of the how-to page as a reader would.

usage: example.py PROGRAM
"""

import os
import subprocess
import sys

from place import Server, command, report

command("init")
command("flag", "create", "gift-wrap")
command("flag", "on", "gift-wrap")
with Server() as server:
    variables = {"FLAGDECK_ADDRESS": server.address, "FLAGDECK_SECRET": server.secret}
    done = subprocess.run(
        [sys.executable, sys.argv[1]], env=os.environ | variables, capture_output=True, text=True
    )
report({"code": done.returncode, "output": done.stdout, "errors": done.stderr})
