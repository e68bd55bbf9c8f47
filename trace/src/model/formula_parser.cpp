#include "tapir/trace/model/formula_parser.hpp"

#include <algorithm>

#include "model/formula_builder.hpp"
#include "model/formula_grammar.hpp"
#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

namespace {

using Kind = Formula::Kind;

template <class Input>
Formula part(Kind kind, const Input& in, std::string name = "") {
    Formula formula;
    formula.kind = kind;
    formula.column = in.position().column;
    formula.name = std::move(name);
    return formula;
}

int small_integer(const std::string& text) {
    constexpr int beyond = 1000000000;
    return parse_integer(text).value_or(beyond);
}

template <class Rule>
struct Action {};

template <>
struct Action<grammar::number> {
    template <class Input>
    static void apply(const Input& in, FormulaBuilder& builder) {
        Formula number = part(Kind::number, in);
        number.number = parse_number(in.string()).value_or(0);
        builder.push(std::move(number));
    }
};
template <>
struct Action<grammar::name> {
    template <class Input>
    static void apply(const Input& in, FormulaBuilder& builder) {
        builder.push(part(Kind::name, in, in.string()));
    }
};
template <>
struct Action<grammar::place_loop> {
    template <class Input>
    static void apply(const Input& in, FormulaBuilder& builder) {
        builder.top().places.push_back({in.string(), in.string(), 0, -1});
    }
};
template <>
struct Action<grammar::place_index> {
    template <class Input>
    static void apply(const Input& in, FormulaBuilder& builder) {
        builder.top().places.back().index = in.string();
    }
};
template <>
struct Action<grammar::place_number> {
    template <class Input>
    static void apply(const Input& in, FormulaBuilder& builder) {
        builder.top().places.back().offset = small_integer(in.string());
    }
};
template <>
struct Action<grammar::place_minus> {
    static void apply0(FormulaBuilder& builder) { builder.top().places.back().offset *= -1; }
};
template <>
struct Action<grammar::place_from> {
    template <class Input>
    static void apply(const Input& in, FormulaBuilder& builder) {
        const std::string text = in.string();
        const std::size_t first = text.find_first_not_of(" =\t");
        if (text[first] >= '0' && text[first] <= '9') {
            builder.top().places.back().index.clear();
        }
    }
};
template <>
struct Action<grammar::component_number> {
    template <class Input>
    static void apply(const Input& in, FormulaBuilder& builder) {
        builder.take_component(small_integer(in.string()));
    }
};
template <>
struct Action<grammar::component_letter> {
    template <class Input>
    static void apply(const Input& in, FormulaBuilder& builder) {
        builder.take_component(in.peek_char() - 'x');
    }
};
template <>
struct Action<grammar::call_head> {
    template <class Input>
    static void apply(const Input& in, FormulaBuilder& builder) {
        const std::string text = in.string();
        builder.open(part(Kind::call, in, text.substr(0, text.find_first_of(" \t("))));
    }
};
template <>
struct Action<grammar::vector_head> {
    template <class Input>
    static void apply(const Input& in, FormulaBuilder& builder) {
        builder.open(part(Kind::vector, in));
    }
};
template <>
struct Action<grammar::sum_head> {
    template <class Input>
    static void apply(const Input& in, FormulaBuilder& builder) {
        builder.open(part(Kind::sum, in));
    }
};
template <>
struct Action<grammar::sum_index> {
    template <class Input>
    static void apply(const Input& in, FormulaBuilder& builder) {
        builder.opened().name = in.string();
    }
};
template <>
struct Action<grammar::sum_loop> {
    template <class Input>
    static void apply(const Input& in, FormulaBuilder& builder) {
        Formula& sum = builder.opened();
        sum.loop = in.string();
        sum.name = sum.name.empty() ? sum.loop : sum.name;
    }
};

struct Close {
    static void apply0(FormulaBuilder& builder) { builder.close(); }
};
template <>
struct Action<grammar::call> : Close {};
template <>
struct Action<grammar::vector> : Close {};
template <>
struct Action<grammar::sum> : Close {};

template <Kind kind, std::size_t count>
struct Combine {
    static void apply0(FormulaBuilder& builder) { builder.combine(kind, count); }
};
template <>
struct Action<grammar::to_power> : Combine<Kind::power, 2> {};
template <>
struct Action<grammar::negated> : Combine<Kind::negate, 1> {};
template <>
struct Action<grammar::times> : Combine<Kind::multiply, 2> {};
template <>
struct Action<grammar::over> : Combine<Kind::divide, 2> {};
template <>
struct Action<grammar::plus_term> : Combine<Kind::add, 2> {};
template <>
struct Action<grammar::minus_term> : Combine<Kind::subtract, 2> {};
template <>
struct Action<grammar::not_greater> : Combine<Kind::less_equal, 2> {};
template <>
struct Action<grammar::not_less> : Combine<Kind::greater_equal, 2> {};
template <>
struct Action<grammar::same> : Combine<Kind::equal, 2> {};
template <>
struct Action<grammar::other> : Combine<Kind::unequal, 2> {};
template <>
struct Action<grammar::below> : Combine<Kind::less, 2> {};
template <>
struct Action<grammar::above> : Combine<Kind::greater, 2> {};
template <>
struct Action<grammar::not_word> : Combine<Kind::no, 1> {};
template <>
struct Action<grammar::and_word> : Combine<Kind::both, 2> {};
template <>
struct Action<grammar::or_word> : Combine<Kind::either, 2> {};

/// What is missing where a formula cannot be read on.
template <class Rule>
inline constexpr const char* expected = "a number, a name or '(' is expected here";
template <>
inline constexpr const char* expected<grammar::close> = "a ')' is expected here";
template <>
inline constexpr const char* expected<grammar::close_bracket> = "a ']' is expected here";
template <>
inline constexpr const char* expected<grammar::comma> =
    "a comma is expected here, between what a sum runs over and what it adds";
template <>
inline constexpr const char* expected<grammar::sum_over> =
    "the loop to sum over is expected here, as in sum(cell, T) or sum(j in cell, T[cell=j])";
template <>
inline constexpr const char* expected<grammar::sum_loop> = "the name of a loop is expected here";
template <>
inline constexpr const char* expected<grammar::place> =
    "a place in the loops is expected here, as in [cell-1] or [step=0]";
template <>
inline constexpr const char* expected<grammar::in_brackets> = expected<grammar::place>;
template <>
inline constexpr const char* expected<grammar::place_number> = "a whole number is expected here";
template <>
inline constexpr const char* expected<grammar::end> =
    "an operator or the end of the formula is expected here";

template <class Rule>
struct Control : grammar::pegtl::normal<Rule> {
    template <class Input, class... States>
    [[noreturn]] static void raise(const Input& in, States&&... /*states*/) {
        throw grammar::pegtl::parse_error(expected<Rule>, in);
    }
};

/// A reader that calls itself for each bracket must not be led too deep.
void require_reasonable(std::string_view text, const std::string& where) {
    constexpr std::size_t longest = 1000;
    constexpr int deepest = 50;
    int depth = 0;
    int most = 0;
    for (const char letter : text) {
        depth += letter == '(' || letter == '[' ? 1 : 0;
        depth -= letter == ')' || letter == ']' ? 1 : 0;
        most = std::max(most, depth);
    }
    if (text.size() > longest || most > deepest) {
        throw InputError({.where = where,
                          .problem = text.size() > longest
                                         ? "the formula has more than 1000 letters"
                                         : "the formula has more than 50 brackets in each other",
                          .reason = "nobody can check such a formula by reading it",
                          .remedy = "Give its parts to taps of their own."});
    }
}

} // namespace

Formula parse_formula(std::string_view text, const std::string& where) {
    require_reasonable(text, where);
    FormulaBuilder builder;
    grammar::pegtl::memory_input<> input(text.data(), text.data() + text.size(), "");
    try {
        grammar::pegtl::parse<grammar::whole, Action, Control>(input, builder);
    } catch (const grammar::pegtl::parse_error& error) {
        const std::size_t column = error.positions().front().column;
        const std::string_view rest = text.substr(std::min(column - 1, text.size()));
        constexpr std::size_t shown = 20;
        throw InputError(
            {.where = where + ", column " + std::to_string(column),
             .problem =
                 std::string(error.message()) +
                 (rest.empty() ? ", and the formula ends"
                               : ", and there is '" + std::string(rest.substr(0, shown)) + "'"),
             .reason = "the rest of the formula cannot be read",
             .remedy = "Correct it there; trace/MODELS.md has the grammar of formulas."});
    }
    return builder.result();
}

} // namespace tapir::trace
