#pragma once

#include <cstddef>
#include <iterator>
#include <utility>
#include <vector>

#include "tapir/trace/model/formula.hpp"

namespace tapir::trace {

/// Builds the tree from the parts in the order in which they are read.
class FormulaBuilder {
  public:
    void push(Formula part) { stack_.push_back(std::move(part)); }
    /// Opens something of several parts: what is pushed from here on belongs to it.
    void open(Formula head) { open_.push_back({std::move(head), stack_.size()}); }
    [[nodiscard]] Formula& opened() { return open_.back().head; }
    [[nodiscard]] Formula& top() { return stack_.back(); }

    void close() {
        Formula whole = std::move(open_.back().head);
        const auto begin = stack_.begin() + static_cast<std::ptrdiff_t>(open_.back().parts_from);
        whole.parts.assign(std::make_move_iterator(begin), std::make_move_iterator(stack_.end()));
        stack_.erase(begin, stack_.end());
        open_.pop_back();
        push(std::move(whole));
    }
    /// Makes one of the last part, or of the last two.
    void combine(Formula::Kind kind, std::size_t count) {
        Formula whole;
        whole.kind = kind;
        const auto begin = stack_.end() - static_cast<std::ptrdiff_t>(count);
        whole.column = begin->column;
        whole.parts.assign(std::make_move_iterator(begin), std::make_move_iterator(stack_.end()));
        stack_.erase(begin, stack_.end());
        push(std::move(whole));
    }
    void take_component(int component) {
        combine(Formula::Kind::component, 1);
        top().component = component;
    }
    [[nodiscard]] Formula result() { return std::move(stack_.back()); }

  private:
    struct Open {
        Formula head;
        std::size_t parts_from;
    };
    std::vector<Formula> stack_;
    std::vector<Open> open_;
};

} // namespace tapir::trace
