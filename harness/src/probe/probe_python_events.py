"""The events that the Python backend tells the command, one JSON object a line (PROTOCOL.md)."""

import json
import threading


class Events:
    """The file that the plan names: one JSON object a line."""

    def __init__(self, path):
        self._file = open(path, "a", encoding="utf-8", buffering=1 << 16)
        self._told = set()
        self._lock = threading.Lock()

    def add(self, event, now=False):
        with self._lock:
            self._file.write(json.dumps(event) + "\n")
            if now:  # the program may crash
                self._file.flush()

    def problem(self, kind, tap, text, **more):
        """Each problem of a tap is told once."""
        if (kind, tap, text) not in self._told and len(self._told) < 1000:
            self._told.add((kind, tap, text))
            self.add({"type": "problem", "kind": kind, "tap": tap, "text": text, **more}, now=True)

    def end(self, code):
        self.add({"type": "end", "code": code}, now=True)
