#include "compare/scope_options.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "tapir/trace/base/error.hpp"

namespace tapir::harness {

namespace {

constexpr const char* ignore_option = "--ignore";
constexpr const char* map_option = "--map";

std::string trimmed(const std::string& text) {
    const std::size_t begin = text.find_first_not_of(" \t\r\n");
    return begin == std::string::npos
               ? ""
               : text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

/// "A=B" as two words. @param form  what it has to look like
std::pair<std::string, std::string> split(const std::string& option, const std::string& typed,
                                          const std::string& form, const std::string& example) {
    const std::size_t equals = typed.find('=');
    if (equals == std::string::npos) {
        throw InputError({.where = option,
                          .problem = "'" + typed + "' is no " + form,
                          .reason = "an equals sign stands between the two",
                          .remedy = "Write " + example + "."});
    }
    return {trimmed(typed.substr(0, equals)), trimmed(typed.substr(equals + 1))};
}

void check_rules(const std::string& where, const std::vector<trace::IgnoreRule>& rules) {
    std::set<std::string> seen;
    for (const trace::IgnoreRule& rule : rules) {
        if (rule.pattern.find_first_not_of("*?") == std::string::npos) {
            throw InputError(
                {.where = where,
                 .problem = rule.pattern.empty()
                                ? "has an empty pattern"
                                : "'" + rule.pattern + "' is a pattern of everything",
                 .reason = "nothing would be left to compare, and nothing is no parity",
                 .remedy = "Name what may differ, for example '*elapsed*'."});
        }
        if (trimmed(rule.reason).empty()) {
            throw InputError({.where = where,
                              .problem = "'" + rule.pattern + "' is ignored without a reason",
                              .reason = "whoever reads the verdict must know why it was not "
                                        "compared",
                              .remedy = "Write '" + rule.pattern + "=why it may differ'."});
        }
        if (!seen.insert(rule.pattern).second) {
            throw InputError({.where = where,
                              .problem = "'" + rule.pattern + "' is given twice",
                              .reason = "one of the two reasons would be lost",
                              .remedy = "Keep one of them."});
        }
    }
}

void check_names(const std::string& where,
                 const std::vector<std::pair<std::string, std::string>>& names) {
    std::set<std::string> of_reference;
    std::set<std::string> of_candidate;
    for (const auto& [reference, candidate] : names) {
        const std::string typed = reference + "=" + candidate;
        if (reference.empty() || candidate.empty() || reference == candidate) {
            throw InputError(
                {.where = where,
                 .problem = "'" + typed + "' " +
                            (reference == candidate ? "names one thing twice" : "lacks a name"),
                 .reason = "it says which name of the candidate stands for which of "
                           "the reference",
                 .remedy = "Write a name of the reference, an equals sign, and the "
                           "candidate's name of the same, for example etot=E_total."});
        }
        if (!of_reference.insert(reference).second || !of_candidate.insert(candidate).second) {
            throw InputError({.where = where,
                              .problem = "'" + typed + "' has a name that another one has, too",
                              .reason = "a value is held against one other value",
                              .remedy = "Map each name once."});
        }
    }
}

} // namespace

void check_scope(const std::string& where, const trace::ComparedScope& scope) {
    check_rules(where.empty() ? ignore_option : where, scope.ignored);
    check_names(where.empty() ? map_option : where, scope.same_names);
}

trace::ComparedScope ScopeOptions::load() const {
    trace::ComparedScope scope;
    for (const std::string& typed : ignored) {
        const auto [pattern, reason] =
            split(ignore_option, typed, "PATTERN=REASON", "--ignore '*elapsed*=a clock'");
        scope.ignored.push_back({pattern, reason});
    }
    for (const std::string& typed : same_names) {
        scope.same_names.push_back(
            split(map_option, typed, "REFERENCE=CANDIDATE", "--map etot=E_total"));
    }
    scope.complete = complete;
    scope.printed_digits = printed_digits;
    check_scope("", scope);
    return scope;
}

} // namespace tapir::harness
