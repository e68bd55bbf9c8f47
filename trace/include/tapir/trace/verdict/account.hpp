#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace tapir::trace {

/// What a named rule took out of a comparison.
struct IgnoredTokens {
    std::string rule;     ///< "times", "paths", or the user's pattern
    std::string reason{}; ///< the user's; "" for the rules that hold by themselves
    std::uint64_t tokens = 0;
};

/// What became of the tokens of one side, numbers and words. Each is of exactly one kind, so that
/// nothing can be passed over: `tokens` = `compared` + `ignored` + `one_sided`.
struct SideAccount {
    std::uint64_t tokens = 0;
    std::uint64_t compared = 0;  ///< held against the other side, equal or not
    std::uint64_t ignored = 0;   ///< by a named rule
    std::uint64_t one_sided = 0; ///< the other side has nothing in its place; the verdict says so

    [[nodiscard]] bool closed() const { return tokens == compared + ignored + one_sided; }
    SideAccount& operator+=(const SideAccount& other);
    SideAccount& operator-=(const SideAccount& other);
};

/// What became of everything that two files say.
struct Account {
    std::uint64_t values = 0, words = 0; ///< compared, counted once for both sides
    std::uint64_t to_printed_digits =
        0;                     ///< of the values: agree to the digits of the coarser print
    std::uint64_t renamed = 0; ///< of the candidate, read under a name that the user maps
    std::vector<IgnoredTokens> ignored;
    SideAccount reference, candidate;

    /// Adds, or takes back, the numbers and words of a part; what was ignored is added by rule.
    Account& operator+=(const Account& other);
    Account& operator-=(const Account& other);
};

/// "120 values, 36 words compared; 5 ignored (times 3, paths 2); 4 only to printed digits;
/// 2 renamed by the user".
[[nodiscard]] std::string to_text(const Account& account);

/// @throws InternalError  a token of a side is of no kind, or of two
void assert_closed(const Account& account);

} // namespace tapir::trace
