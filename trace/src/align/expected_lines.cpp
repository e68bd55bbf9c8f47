#include "align/expected_lines.hpp"

#include <string_view>
#include <utility>

namespace tapir::trace {

SpokenSites::SpokenSites(const Side& side, const Side& other, const ProgramModel& program)
    : program_(&program), other_prints_(*other.file, program) {
    for (const CanonicalValue& value : side.values) {
        if (value.node.tap == program.silent_where_zero.second) {
            known_ = true;
            (value.value != 0 ? sites_ : silent_).insert(value.node.site);
        }
    }
}

bool SpokenSites::prints(const NodeKey& node) {
    if (silent_.count(node.site) > 0 || !other_prints_.holds(node)) {
        return false;
    }
    const TapSpec* tap = program_->find_tap(node.tap);
    if (tap == nullptr || !known_ ||
        !other_prints_.only_in(program_->silent_where_zero.first, node)) {
        return true;
    }
    return projected(tap->scope).count(node.site) > 0;
}

const std::set<Site>& SpokenSites::projected(LoopSet scope) {
    const auto [entry, fresh] = projected_.try_emplace(scope);
    if (fresh) {
        for (const Site& site : sites_) {
            entry->second.insert(project(site, scope));
        }
    }
    return entry->second;
}

namespace {

/// Where one printing of a side takes place, and where it does not although its like does.
struct Printing {
    std::set<std::pair<int, Site>> printed;  ///< components and sites
    std::vector<const CanonicalValue*> gaps; ///< values the other side has there
};

} // namespace

std::vector<const CanonicalValue*> lines_lacking(const Side& own, const Side& other,
                                                 const ProgramModel& program) {
    std::map<const TapPrint*, Printing> printings;
    std::map<std::string_view, std::set<const TapPrint*>> of_tap;
    for (const CanonicalValue& value : other.values) {
        if (value.known && value.entry != nullptr) {
            printings[value.entry].printed.emplace(value.node.component, value.node.site);
            of_tap[value.node.tap].insert(value.entry);
        }
    }
    SpokenSites spoken(own, other, program);
    for (const CanonicalValue& value : own.values) {
        const auto entries = of_tap.find(value.node.tap);
        if (!value.known || entries == of_tap.end() || !spoken.prints(value.node)) {
            continue;
        }
        for (const TapPrint* entry : entries->second) {
            Printing& printing = printings[entry];
            if (prints(*entry, value.node) &&
                printing.printed.count({value.node.component, value.node.site}) == 0) {
                printing.gaps.push_back(&value);
            }
        }
    }
    std::set<const CanonicalValue*> lacking;
    for (const auto& [entry, printing] : printings) {
        if (printing.gaps.size() < printing.printed.size()) {
            lacking.insert(printing.gaps.begin(), printing.gaps.end());
        }
    }
    return {lacking.begin(), lacking.end()};
}

} // namespace tapir::trace
