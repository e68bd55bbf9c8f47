"""Writes a native trace of version 2, as trace/FORMAT.md has it."""

import hashlib


class NativeTrace:
    """Collects records; `text` frames them with header and footer.

    loops: names, outermost first.
    """

    def __init__(self, program, loops):
        self._head = f"TAPIR_TRACE format=2 program={program} version=1 loops={','.join(loops)}"
        self._lines = []

    def record(self, key, unit, values, **site):
        """One record: `values` are floats, `site` the index of each loop that it lives in."""
        loops = "".join(f" {loop}={index}" for loop, index in site.items())
        numbers = "".join(f" {value!r}" for value in values)
        self._lines.append(f"{key} [{unit}]{loops} :{numbers}\n")

    def text(self):
        body = "".join(self._lines)
        count = len(self._lines)
        digest = hashlib.sha256(body.encode()).hexdigest()
        return (f"{self._head} records={count}\n{body}"
                f"TAPIR_END records={count} sha256={digest}\n")
