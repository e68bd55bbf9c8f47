"""What the gdb backend tells, and the values that a graft goes on with (PROTOCOL.md)."""

import json

import probe_numbers as numbers


def number_text(value):
    """A number as it stands in an event's line."""
    return str(value) if isinstance(value, int) else '"%s"' % numbers.text(value)


class Events:
    """What is told to the command."""

    def __init__(self, path):
        self.file = open(path, "a", encoding="utf-8")
        self.problems = set()
        self.differences = []  # in the order of the run; written at its end

    def add(self, **event):
        self.file.write(json.dumps(event) + "\n")

    def problem(self, kind, tap, text):
        if (kind, tap) not in self.problems:
            self.problems.add((kind, tap))
            self.add(type="problem", kind=kind, tap=tap, text=text)

    def difference(self, tap, component, site, passed, line, inherited, own, other, grafted, within,
                   position=None):
        """position: of the differences, where it stands in the order of the run; None: it is the last"""
        self.differences.insert(
            len(self.differences) if position is None else position,
            '{"type": "difference", "tap": %s, "component": %d, "site": {%s}, "pass": %d, '
            '"program": %s, "reference": %s, "grafted": %s, "within": %s, "inherited": %s, '
            '"file": %s, "line": %d}\n' %
            (tap.name, component, site, passed, number_text(own),
             "null" if other is None else number_text(other), json.dumps(grafted),
             json.dumps(within), json.dumps(inherited), line.name, line.first))

    def end(self, how):
        self.file.write("".join(self.differences))
        self.add(type="end", **how)
        self.file.close()

    def record(self, tap, site, passed, values, line, inherited):
        self.file.write(
            '{"type": "record", "tap": %s, "site": {%s}, "pass": %d, "values": [%s], "file": %s, '
            '"line": %d, "inherited": %s}\n' %
            (tap.name, site, passed, ", ".join(map(number_text, values)), line.name, line.first,
             "true" if inherited else "false"))


class Reference:
    """The values that a graft goes on with."""

    def __init__(self, plan):
        self.records = {key: [numbers.from_text(word) for word in words]
                        for key, words in plan["records"].items()}
        self.rtol, self.ulp = plan["rtol"], plan["ulp"]

    def near(self, one, other):
        """Units in the last place are those of a double."""
        return numbers.is_within(one, other, 8, self.rtol, self.ulp)
