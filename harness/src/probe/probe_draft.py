"""Writes a probe file from the source of a program: where chosen variables are assigned, and in which loops.

python3 probe_draft.py REQUEST: a JSON file with `sources`, `watch`, `function` and `out`, where the answer goes: the probe file
or, in its place, `problem`: what is wrong, in the four parts of an error. The sources are read and never run.
"""

import collections
import difflib
import json
import os
import re
import sys

LARGEST = 16 << 20  # bytes of a source
FORTRAN = (".f90", ".f95", ".f03", ".f08", ".f", ".for")
C_LIKE = (".c", ".h", ".cc", ".cpp", ".cxx", ".c++", ".hpp", ".hh", ".hxx", ".cu", ".cuh")
MOST_PLACES = 300  # at which one variable is assigned
MOST_COMPONENTS = 16  # of an inner loop with literal bounds


class Problem(Exception):
    def __init__(self, where, problem, reason, remedy):
        super().__init__(problem)
        self.parts = {"where": where, "problem": problem, "reason": reason, "remedy": remedy}


class Loop:
    """A loop of a source.

    variable: its index, "" where passes have to be counted; line: of the first statement inside it
    bounds:   first and last index where the source has both as numbers, else None
    """

    def __init__(self, variable, function, file, line, offset=0, bounds=None):
        self.variable, self.function, self.file, self.line = variable, function, file, line
        self.offset, self.bounds = offset, bounds
        self.name = ""

    def identity(self):
        return (self.variable, self.function) if self.variable else (self.file, self.line)


class Assignment:
    """A statement, or a part of it, that assigns.

    target:  as the source has it, without blanks; path: the same without indices; indices: texts
    text:    an expression of a probe file that reads it; "" where there is none
    reads:   paths that its right side names; words: of the statement, for a pattern
    whole:   an expression for all elements of an array that is assigned at once, where its size is known
    """

    def __init__(self, target, path, indices, text, function, file, line, loops, reads, words):
        self.target, self.path, self.indices, self.text = target, path, indices, text
        self.function, self.file, self.line, self.loops = function, file, line, list(loops)
        self.reads, self.words = set(reads), words
        self.whole = ""

    def base(self):
        return re.split(r"\.|->|%", self.path)[0]

    def names(self):
        """Under which it may be watched."""
        return {self.path, self.base(), re.split(r"\.|->|%", self.path)[-1], self.target}


class Facts:
    """What the sources say.

    calls: by the name of a function: where it is called, (function, loops)
    """

    def __init__(self):
        self.assignments, self.calls = [], collections.defaultdict(list)


def read_source(path):
    try:
        size = os.path.getsize(path)
        with open(path, "rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise Problem(path, "cannot be read", error.strerror, "Give the path of a source file.") from None
    if size > LARGEST:
        raise Problem(path, "is larger than 16 MiB", "no one writes such a source by hand", "Give the file that matters.")
    if b"\0" in data:
        raise Problem(path, "is no text", "it holds bytes of value 0", "Give the source, not what was made of it.")
    return data.decode("utf-8", "replace")


def facts_of(sources):
    facts = Facts()
    kinds = set()
    for path in sources:
        ending = os.path.splitext(path)[1].lower()
        if ending == ".py":
            import probe_draft_python as reader
        elif ending in FORTRAN:
            import probe_draft_fortran as reader
        elif ending in C_LIKE:
            import probe_draft_c as reader
        else:
            raise Problem(path, "has an ending that says no language", "each language assigns in its own way",
                          "Give a file of C, C++, Fortran or Python: .c, .cpp, .f90, .py and the like.")
        kinds.add(ending == ".py")
        text = read_source(path)
        try:
            reader.read(path, text, facts)
        except RecursionError:
            raise Problem(path, "nests too deeply", "statements inside each other are read one inside the other",
                          "Give the part of the source that matters.") from None
    if len(kinds) > 1:
        raise Problem(sources[0], "stands beside sources of Python, or is one beside others",
                      "one probe file is for one backend", "Draft them apart.")
    return facts, "python" if True in kinds else "gdb"


# ---- which taps ----


class Tap:
    """others: assignments that the same `assigns` means, and that are none of this tap's."""

    def __init__(self, key, assignments, assigns, expression, loops, others):
        self.key, self.assignments, self.assigns = key, assignments, assigns
        self.expression, self.loops, self.others = expression, loops, others
        self.feeds = []


def is_number(text):
    return re.fullmatch(r"-?\d+", text) is not None


def spread(assignment):
    """The elements that an inner loop over literal bounds assigns, as texts: [] where it is no such loop."""
    loop = assignment.loops[-1] if assignment.loops else None
    if loop is None or loop.bounds is None or assignment.indices != [loop.variable] or not assignment.text:
        return []
    first, last = loop.bounds
    if not 0 < last - first < MOST_COMPONENTS:
        return []
    return [f"{assignment.path}[{i}]" for i in range(first, last + 1)]


def shapes(assignments):
    """Groups of assignments that one tap can hold: [(assignments, assigns, expression, loops)]."""
    is_array = any(one.indices for one in assignments)  # as a whole it is no number
    plain = [one for one in assignments if not one.indices and (one.whole or not is_array)]
    constant = [one for one in assignments if one.indices and all(is_number(i) for i in one.indices)]
    groups = collections.OrderedDict()
    for one in plain:
        groups.setdefault((one.target, tuple(one.loops)), ([], one.target, one.whole or None, one.loops))[0].append(one)
    loops_of_constant = {tuple(one.loops) for one in constant}
    whole = len(constant) == len(assignments) and len({one.target for one in constant}) > 1 and len(loops_of_constant) == 1
    for one in assignments:
        if not one.indices:
            continue
        elements = spread(one)
        if elements and len(assignments) == 1:
            groups[one.target] = ([one], one.path, elements, one.loops[:-1])
        elif whole:
            texts = list(dict.fromkeys(other.text for other in constant))
            order = sorted(texts, key=lambda text: [int(i) for i in re.findall(r"-?\d+", text)])
            groups["whole"] = (constant, one.path, order, one.loops)
        else:
            groups.setdefault((one.target, tuple(one.loops)), ([], one.target, one.text, one.loops))[0].append(one)
    return list(groups.values())


def watched_words(text):
    """`x, v[0:2]` at its commas, those in brackets aside."""
    return [word.strip() for word in re.split(r",(?![^\[\(]*[\]\)])", text) if word.strip()]


def taps_of(facts, words, function):
    taps, keys = [], set()

    def new_key(name):
        name = re.sub(r"\W+", "_", name).strip("_") or "value"
        name = name if not name[0].isdigit() else "_" + name
        key, number = name, 1
        while key in keys:
            number += 1
            key = f"{name}_{number}"
        keys.add(key)
        return key

    for word in words[:MOST_PLACES]:
        name, bracket, _ = word.partition("[")
        found = [one for one in facts.assignments
                 if (name in one.names() or name.lower() in {n.lower() for n in one.names()} and one.file.lower().endswith(FORTRAN))
                 and (not function or of_function(one.function, function))]
        if not found:
            raise not_assigned(facts, name, function)
        if len(found) > MOST_PLACES:
            raise Problem("--watch", f"'{name}' is assigned at {len(found)} places",
                          f"more than {MOST_PLACES} say nothing of how it is computed", "Choose with --function.")
        places = collections.OrderedDict()
        for one in found:
            places.setdefault((one.function, one.path), []).append(one)
        for own in places.values():
            groups = [(own, name, word, own[0].loops)] if bracket else shapes(own)
            # what only begins with a number is not what the variable is watched for
            groups.sort(key=lambda group: (not any(one.reads for one in group[0]), not group[3]))
            for assignments, assigns, expression, loops in groups:
                rest = [one for one in own if one not in assignments and fits(one, assigns)]
                taps.append(Tap(new_key(name), assignments, assigns, expression, loops, rest))
    return taps


def of_function(name, wanted):
    return name == wanted or name.endswith(("::" + wanted, "." + wanted)) or name.lower() == wanted.lower()


def fits(one, assigns):
    """Whether a place with this `assigns` means an assignment too."""
    return one.target == assigns or re.match(re.escape(assigns) + r"\W", one.target) is not None


def most_assigned(facts, function):
    counts = collections.Counter(one.path for one in facts.assignments
                                 if not function or of_function(one.function, function))
    return [name for name, _ in counts.most_common(12)]


def not_assigned(facts, name, function):
    known = most_assigned(facts, function)
    every = sorted({n for one in facts.assignments for n in one.names()})
    near = difflib.get_close_matches(name, every[:2000], 1)
    where = f" in {function}" if function else ""
    if not known:
        return Problem("--watch", f"'{name}' is assigned nowhere{where}", "no assignment was found there at all",
                       "Give the source that computes it.")
    hint = f"Did you mean '{near[0]}'? " if near else ""
    return Problem("--watch", f"'{name}' is assigned nowhere{where}",
                   "a tap is where a variable gets its value; what a call fills in needs a `pattern`, by hand",
                   f"{hint}Assigned most often: {', '.join(known)}.")


# ---- loops ----


def all_loops(facts, one, loops, depth=0):
    """Loops of a tap, with those around the one place where its function is called."""
    name = re.split(r"::|\.", one.function)[-1]
    calls = facts.calls.get(name, []) if name else []
    if depth > 8 or len(calls) != 1 or calls[0][0] == one.function or not calls[0][0]:
        return list(loops)
    caller, outer = calls[0]
    around = Assignment("", "", [], "", caller, one.file, one.line, outer, [], "")
    return all_loops(facts, around, outer, depth + 1) + list(loops)


def name_loops(facts, taps):
    """Gives each loop a name. @return loops, outermost first"""
    known, order = {}, []
    for tap in taps:
        loops = all_loops(facts, tap.assignments[0], tap.loops)
        tap.loops = [known.setdefault(loop.identity(), loop) for loop in loops]
        place = 0
        for loop in tap.loops:
            if loop in order:
                place = max(place, order.index(loop) + 1)
            else:
                order.insert(place, loop)
                place += 1
    taken = set()
    for loop in order:
        base = re.sub(r"\W+", "_", loop.variable) or "turn"
        base = base if base != "pass" else "pass_"
        name, number = base, 1
        while name in taken:
            number += 1
            name = f"{base}_{number}"
        taken.add(name)
        loop.name = name
    return order


# ---- lineage ----


def find_feeds(taps):
    """The taps whose variables stand on the right side of a tap's assignments."""
    for tap in taps:
        feeds = []
        for one in tap.assignments:
            for path in sorted(one.reads):
                feeds += source_of(taps, tap, one, path)
        tap.feeds = list(dict.fromkeys(feeds))


def is_part(path, whole):
    """Whether a path is another one or a member of it."""
    return path == whole or re.match(re.escape(whole) + r"(\.|->|%)", path) is not None


def source_of(taps, tap, one, path):
    """Keys of the taps whose value a variable has when an assignment reads it: of this pass, and of the pass before."""
    same = [(other, there) for other in taps for there in other.assignments
            if there.function == one.function and (is_part(path, there.path) or is_part(there.path, path))]

    def shared(there):
        return sum(1 for a, b in zip(there.loops, one.loops) if a is b)

    before = sorted([(there.line, other.key, there) for other, there in same if there.line < one.line and other is not tap],
                    key=lambda item: item[0])
    after = [(other, there) for other, there in same if there.line >= one.line and (other is not tap or there.loops)]
    keys = [before[-1][1]] if before else []
    if before and before[-1][2].indices:  # elements of an array: all that were assigned
        keys = [key for _, key, there in before if there.indices]
    nearest = shared(before[-1][2]) if before else 0
    carried = [(other, there) for other, there in after if shared(there) > nearest]
    if any(other is tap for other, _ in after) and is_part(path, one.path) and one.loops:
        keys.append(tap.key)
    elif carried:
        keys.append(carried[-1][0].key)
    return keys


# ---- the probe file ----


def place_of(tap, one):
    """Where one assignment of a tap is, apart from those of its other taps."""
    pattern = "".join(one.words.split())[:60]
    if pattern and not any(pattern in "".join(other.words.split()) for other in tap.others):
        return {"function": one.function, "assigns": tap.assigns, "pattern": pattern}
    return {"file": os.path.basename(one.file), "line": one.line}


def tap_json(tap):
    made = {"key": tap.key, "unit": "?"}
    if tap.loops:
        made["loops"] = [loop.name for loop in tap.loops]
    if tap.others:
        places = [place_of(tap, one) for one in tap.assignments]
        made["where"] = places[0] if len(places) == 1 else places
    else:
        made["where"] = {"function": tap.assignments[0].function, "assigns": tap.assigns}
    if tap.expression:
        made["expression"] = tap.expression
    elif tap.others:
        made["expression"] = tap.assignments[0].text or tap.assigns
    if tap.feeds:
        made["feeds"] = tap.feeds
    return made


def loop_json(loop):
    if loop.variable:
        made = {"name": loop.name, "variable": loop.variable, "function": loop.function}
        return {**made, "offset": loop.offset} if loop.offset else made
    return {"name": loop.name, "function": loop.function,
            "advances": {"file": os.path.basename(loop.file), "line": loop.line}}


def draft(request):
    facts, backend = facts_of(request["sources"])
    words = watched_words(request["watch"])
    if not words:
        known = most_assigned(facts, request["function"])
        raise Problem("--watch", "is missing", "a probe file names the variables that are looked at",
                      "Assigned most often: " + ", ".join(known) + "." if known else
                      "Nothing is assigned in this source: give the one that computes.")
    taps = taps_of(facts, words, request["function"])
    loops = name_loops(facts, taps)
    find_feeds(taps)
    stem = os.path.splitext(os.path.basename(request["sources"][0]))[0]
    made = {"format": "tapir-probe", "version": 1,
            "purpose": "A draft: give each tap its unit, and look at loops and places.",
            "program": re.sub(r"[^\w.-]+", "_", stem) or "program"}
    if backend == "python":
        made["backend"] = backend
    if loops:
        made["loops"] = [loop_json(loop) for loop in loops]
    made["taps"] = [tap_json(tap) for tap in taps]
    return made


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        request = json.load(file)
    sys.modules["probe_draft"] = sys.modules["__main__"]  # the readers import its classes
    try:
        answer = draft(request)
    except Problem as problem:
        answer = {"problem": problem.parts}
    with open(request["out"], "w", encoding="utf-8") as file:
        json.dump(answer, file)


if __name__ == "__main__":
    main()
