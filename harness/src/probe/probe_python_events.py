"""The events that the Python backend tells the command, one JSON object a line (PROTOCOL.md)."""

import json
import os
import threading


_MOST_KEPT = 1 << 16  # characters that are not written yet


class Events:
    """The file that the plan names: one JSON object a line.

    It is open only while it is written: the program may close what it did not open, and use its number anew. A process
    that the program forks tells nothing.
    """

    def __init__(self, path):
        self._path, self._kept, self._size = path, [], 0
        self._told = set()
        self._lock = threading.RLock()
        self._process = os.getpid()

    def add(self, event, now=False):
        with self._lock:
            line = json.dumps(event) + "\n"
            self._kept.append(line)
            self._size += len(line)
            if now or self._size > _MOST_KEPT:  # now: the program may crash
                self.flush()

    def flush(self):
        if os.getpid() == self._process:
            with open(self._path, "a", encoding="utf-8") as file:
                file.write("".join(self._kept))
        self._kept, self._size = [], 0

    def problem(self, kind, tap, text, **more):
        """Each problem of a tap is told once."""
        if (kind, tap, text) not in self._told and len(self._told) < 1000:
            self._told.add((kind, tap, text))
            self.add({"type": "problem", "kind": kind, "tap": tap, "text": text, **more}, now=True)

    def end(self, code):
        self.add({"type": "end", "code": code}, now=True)
