"""The loops of a program under a plan: their indices as seen from a frame, and the selected iterations."""

import threading

import probe_python_values as values
from probe_python_values import Unreadable


class Loop:
    """A loop of the plan, and where its statements are in the program, once they are known."""

    def __init__(self, plan):
        self.name = plan["name"]
        self.variable = plan.get("variable")
        self.offset = plan.get("offset", 0)
        self.function = plan.get("function", "")
        self.advances = plan.get("advances")
        self.axis = plan.get("axis", False)  # of arrays: its index is none of the program's
        self.lines = {}  # code object -> lines of the loop's statement in it
        self.counts = {}  # of a loop without a variable, by thread: (count, the outer indices of the last one)


def frame_of(function, frame):
    """The nearest frame of a function, outwards from this one; this one for ""."""
    while frame is not None and function:
        name = frame.f_code.co_qualname.replace(".<locals>", "")
        if name == function or name.endswith("." + function) or (name == "<module>" and function == "__main__"):
            return frame
        frame = frame.f_back
    return frame


class Loops:
    """loops: those of the plan, outermost first; select: the index of each selected one."""

    def __init__(self, loops, select):
        self.all = [Loop(loop) for loop in loops]
        self.select = select

    def index(self, loop, frame, line):
        """The index of a loop as seen from a line of a frame; None where it cannot be seen.

        A variable keeps its value when its loop is over: a line outside of the loop's statement does not see it.
        """
        if loop.variable is None:
            return self._counted(loop)[0]
        where = frame_of(loop.function, frame)
        if where is None:
            return None
        lines = loop.lines.get(where.f_code)
        if lines and not any((line if where is frame else where.f_lineno) in one for one in lines):
            return None
        try:
            return int(values.number(values.value_of(loop.variable, where))) + loop.offset
        except Unreadable:
            return None

    def count(self, loop, frame):
        """A loop without a variable goes on by one pass; it begins anew with each pass of a loop around it."""
        outer = [self.index(one, frame, frame.f_lineno) for one in self.all[:self.all.index(loop)]]
        count, last = loop.counts.get(threading.get_ident(), (None, None))
        loop.counts[threading.get_ident()] = (count + 1 if count is not None and outer == last else 0, outer)

    @staticmethod
    def _counted(loop):
        """A thread that never came by is where the main thread is."""
        return loop.counts.get(threading.get_ident()) or loop.counts.get(threading.main_thread().ident, (None, None))

    def is_selected(self, frame):
        """@return (whether a frame is in the selected iterations, whether a loop is in another one)"""
        for loop in self.all:
            if loop.name in self.select and not loop.axis:
                index = self.index(loop, frame, frame.f_lineno)
                if index is None or index != self.select[loop.name]:
                    return False, index is not None
        return True, False

    def only_axes(self):
        """Whether no loop of the program is selected."""
        return all(loop.axis for loop in self.all if loop.name in self.select)

    def axes(self, names):
        return [loop.name for loop in self.all if loop.axis and loop.name in names]

    def in_order(self, site):
        """A site with its loops in the order of the plan."""
        return {loop.name: site[loop.name] for loop in self.all if loop.name in site}

    def selected_site(self):
        return {loop.name: self.select[loop.name] for loop in self.all if loop.name in self.select}

    def site(self, names, frame, line):
        """@return (the indices of these loops, None outside of them or of the selected ones; a loop that is not seen)

        Those of axes are not told here.
        """
        site = {}
        for loop in self.all:
            if loop.axis:
                continue
            if loop.name in names or loop.name in self.select:
                index = self.index(loop, frame, line)
                if loop.name in self.select and index != self.select[loop.name]:
                    return None, ""
                if loop.name in names:
                    if index is None:
                        return None, loop.name
                    site[loop.name] = index
        return site, ""
