#include "verdict/record_account.hpp"

#include <algorithm>
#include <functional>
#include <unordered_set>

namespace tapir::trace {

namespace {

using Seen = std::unordered_set<const CanonicalValue*>;
using Counted = std::function<bool(const CanonicalValue&)>;

/// Which values of a side were compared, and which stand alone.
struct SideSeen {
    Seen compared, alone;
};

SideSeen seen_of(const Alignment& alignment, bool of_reference) {
    SideSeen seen;
    for (const Pair& pair : alignment.pairs) {
        seen.compared.insert(of_reference ? pair.reference : pair.candidate);
    }
    const auto add = [&seen](const std::vector<const CanonicalValue*>& values) {
        std::copy_if(values.begin(), values.end(), std::inserter(seen.alone, seen.alone.end()),
                     [&seen](const auto* value) { return seen.compared.count(value) == 0; });
    };
    add(of_reference ? alignment.missing : alignment.extra);
    add(of_reference ? alignment.outside_candidate : alignment.outside_reference);
    return seen;
}

SideAccount account_of(const Side& side, const SideSeen& seen, const Counted& counts) {
    SideAccount account;
    const auto count = [&counts](const Seen& values) {
        return static_cast<std::uint64_t>(
            std::count_if(values.begin(), values.end(),
                          [&counts](const CanonicalValue* value) { return counts(*value); }));
    };
    account.tokens =
        static_cast<std::uint64_t>(std::count_if(side.values.begin(), side.values.end(), counts));
    account.compared = count(seen.compared);
    account.one_sided = count(seen.alone);
    return account;
}

/// Whether a pair agrees to the digits of a coarser print alone.
bool agrees_in_digits(const Pair& pair) {
    return pair.agrees && !pair.identical && pair.permission == Permission::none &&
           pair.tolerance == 0;
}

Account account_of(const Alignment& alignment, const Side& candidate, const Counted& counts) {
    Account account;
    for (const Pair& pair : alignment.pairs) {
        if (!counts(*pair.reference)) {
            continue;
        }
        const bool number = pair.reference->printed().numeric || pair.candidate->printed().numeric;
        ++(number ? account.values : account.words);
        account.to_printed_digits += agrees_in_digits(pair) ? 1U : 0U;
    }
    account.reference = account_of(*alignment.reference, seen_of(alignment, true), counts);
    account.candidate = account_of(candidate, seen_of(alignment, false), counts);
    return account;
}

void ignore(const std::string& rule, const std::string& reason, std::uint64_t of_reference,
            std::uint64_t of_candidate, Account& account) {
    if (of_reference + of_candidate == 0) {
        return;
    }
    account.ignored.push_back({rule, reason, of_reference + of_candidate});
    for (auto [side, tokens] : {std::pair{&account.reference, of_reference},
                                std::pair{&account.candidate, of_candidate}}) {
        side->tokens += tokens;
        side->ignored += tokens;
    }
}

} // namespace

void add_account(const Alignment& alignment, const Side& candidate, const ComparedScope& scope,
                 const LeftOut& left_out, Comparison& result) {
    result.account = account_of(alignment, candidate, [](const CanonicalValue&) { return true; });
    result.account_of_setup = account_of(alignment, candidate, [](const CanonicalValue& value) {
        return !value.record->site.in_pixel();
    });
    for (std::size_t i = 0; i < left_out.of_reference.size(); ++i) {
        ignore(scope.ignored[i].pattern, scope.ignored[i].reason, left_out.of_reference[i],
               left_out.of_candidate[i], result.account);
    }
    result.account.renamed = left_out.renamed.all;
    result.account_of_setup.renamed = left_out.renamed.of_setup;
    ignore(lines_in_words, "", alignment.reference->file->free_text_lines,
           candidate.file->free_text_lines, result.account);
    assert_closed(result.account);
}

} // namespace tapir::trace
