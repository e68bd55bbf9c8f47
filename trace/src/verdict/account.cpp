#include "tapir/trace/verdict/account.hpp"

#include <algorithm>

#include "tapir/trace/base/error.hpp"

namespace tapir::trace {

SideAccount& SideAccount::operator+=(const SideAccount& other) {
    tokens += other.tokens;
    compared += other.compared;
    ignored += other.ignored;
    one_sided += other.one_sided;
    return *this;
}

SideAccount& SideAccount::operator-=(const SideAccount& other) {
    tokens -= other.tokens;
    compared -= other.compared;
    ignored -= other.ignored;
    one_sided -= other.one_sided;
    return *this;
}

Account& Account::operator+=(const Account& other) {
    values += other.values;
    words += other.words;
    to_printed_digits += other.to_printed_digits;
    renamed += other.renamed;
    for (const IgnoredTokens& one : other.ignored) {
        const auto known =
            std::find_if(ignored.begin(), ignored.end(), [&one](const IgnoredTokens& here) {
                return here.rule == one.rule && here.reason == one.reason;
            });
        if (known == ignored.end()) {
            ignored.push_back(one);
        } else {
            known->tokens += one.tokens;
        }
    }
    reference += other.reference;
    candidate += other.candidate;
    return *this;
}

Account& Account::operator-=(const Account& other) {
    values -= other.values;
    words -= other.words;
    to_printed_digits -= other.to_printed_digits;
    renamed -= other.renamed;
    reference -= other.reference;
    candidate -= other.candidate;
    return *this;
}

std::string to_text(const Account& account) {
    std::uint64_t ignored = 0;
    std::string rules;
    for (const IgnoredTokens& rule : account.ignored) {
        ignored += rule.tokens;
        rules += (rules.empty() ? "" : ", ") + rule.rule + " " + std::to_string(rule.tokens) +
                 (rule.reason.empty() ? "" : ": " + rule.reason);
    }
    std::string text = std::to_string(account.values) + " values, " +
                       std::to_string(account.words) + " words compared";
    if (ignored > 0) {
        text += "; " + std::to_string(ignored) + " ignored (" + rules + ")";
    }
    if (account.to_printed_digits > 0) {
        text += "; " + std::to_string(account.to_printed_digits) + " only to printed digits";
    }
    if (account.renamed > 0) {
        text += "; " + std::to_string(account.renamed) + " renamed by the user";
    }
    return text;
}

void assert_closed(const Account& account) {
    for (const SideAccount* side : {&account.reference, &account.candidate}) {
        if (!side->closed()) {
            throw InternalError(
                "the account of the " +
                std::string(side == &account.reference ? "reference" : "candidate") +
                " does not add up: " + std::to_string(side->tokens) + " tokens, of which " +
                std::to_string(side->compared) + " were compared, " +
                std::to_string(side->ignored) + " ignored and " + std::to_string(side->one_sided) +
                " are of one side; no verdict is given");
        }
    }
}

} // namespace tapir::trace
