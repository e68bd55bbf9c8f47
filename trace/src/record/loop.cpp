#include "tapir/trace/record/loop.hpp"

#include <algorithm>

#include "tapir/trace/base/error.hpp"

namespace tapir::trace {

Loops::Loops() : Loops({"slow", "row's pixel", {}}, {"fast", "pixel", {}}, {}) {}

Loops::Loops(const Loop& row_loop, const Loop& column_loop, const std::vector<Loop>& inner) {
    add(row_loop);
    add(column_loop);
    for (const Loop& loop : inner) {
        if (find(loop.name) >= 0 || add(loop) < 0) {
            throw InternalError("a program model has the loop " + loop.name +
                                " twice, or more than " + std::to_string(most_loops) + " loops");
        }
    }
}

int Loops::find(std::string_view name) const {
    // it is asked for every index of a large trace, and most names differ in their first letter
    const char first = name.empty() ? '\0' : name.front();
    for (std::size_t loop = 0; loop < loops_.size(); ++loop) {
        const std::string& own = loops_[loop].name;
        if (own.size() == name.size() && own.c_str()[0] == first && own == name) {
            return static_cast<int>(loop);
        }
    }
    return -1;
}

int Loops::add(const Loop& loop) {
    if (loops_.size() == most_loops) {
        return -1;
    }
    loops_.push_back(loop);
    prefixes_.push_back(" " + loop.name + "=");
    return static_cast<int>(loops_.size()) - 1;
}

const std::string& Loops::pass(std::size_t loop) const {
    return loops_[loop].pass.empty() ? loops_[loop].name : loops_[loop].pass;
}

std::string Loops::passes(std::size_t loop) const {
    return loops_[loop].passes.empty() ? pass(loop) + "(s)" : loops_[loop].passes;
}

bool Loops::same_names(const Loops& other) const {
    return std::equal(loops_.begin(), loops_.end(), other.loops_.begin(), other.loops_.end(),
                      [](const Loop& a, const Loop& b) { return a.name == b.name; });
}

} // namespace tapir::trace
