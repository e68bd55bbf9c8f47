#pragma once

#include <tao/pegtl.hpp>

/// The grammar of formulas. trace/MODELS.md has it in words.
namespace tapir::trace::grammar {

namespace pegtl = tao::pegtl;
using pegtl::at;
using pegtl::identifier_first;
using pegtl::identifier_other;
using pegtl::must;
using pegtl::not_at;
using pegtl::one;
using pegtl::opt;
using pegtl::plus;
using pegtl::seq;
using pegtl::sor;
using pegtl::star;
using pegtl::string;

struct blanks : star<pegtl::space> {};
template <char... C>
struct mark : seq<blanks, string<C...>> {};
template <char... C>
struct word : seq<blanks, string<C...>, not_at<identifier_other>> {};

struct digits : plus<pegtl::digit> {};
struct exponent : seq<one<'e', 'E'>, opt<one<'+', '-'>>, digits> {};
struct number : seq<sor<seq<digits, opt<one<'.'>, star<pegtl::digit>>>, seq<one<'.'>, digits>>,
                    opt<exponent>> {};
struct identifier : seq<identifier_first, star<identifier_other>> {};

struct expression;
struct operand_missing : seq<expression> {}; // an expression that has to be there
struct close : mark<')'> {};
struct close_bracket : mark<']'> {};
struct comma : mark<','> {};

// [cell-1], [step=0, cell=j+1], [2], .x
struct place_loop : identifier {};
struct place_index : identifier {};
struct place_number : digits {};
struct place_plus : seq<mark<'+'>, blanks, must<place_number>> {};
struct place_minus : seq<mark<'-'>, blanks, must<place_number>> {};
struct place_offset : sor<place_plus, place_minus> {};
struct place_from
    : seq<mark<'='>, blanks, must<sor<place_number, seq<place_index, opt<place_offset>>>>> {};
struct place_here : opt<place_offset> {};
struct place : seq<blanks, place_loop, sor<place_from, place_here>> {};
struct component_number : digits {};
struct in_brackets
    : sor<seq<blanks, component_number>, seq<must<place>, star<seq<comma, must<place>>>>> {};
struct subscript : seq<one<'['>, must<in_brackets>, must<close_bracket>> {};
struct component_letter : one<'x', 'y', 'z'> {};
struct letter : seq<one<'.'>, component_letter, not_at<identifier_other>> {};

// calls
struct call_head : seq<identifier, blanks, one<'('>> {};
struct argument : must<operand_missing> {};
struct arguments : seq<argument, star<seq<comma, argument>>> {};
struct call : seq<call_head, arguments, must<close>> {};
struct sum_index : identifier {};
struct sum_loop : identifier {};
struct sum_named
    : seq<sum_index, plus<pegtl::space>, string<'i', 'n'>, plus<pegtl::space>, must<sum_loop>> {};
struct sum_over
    : sor<seq<at<identifier, plus<pegtl::space>, string<'i', 'n'>, plus<pegtl::space>>, sum_named>,
          sum_loop> {};
struct sum_head : seq<string<'s', 'u', 'm'>, not_at<identifier_other>, blanks, one<'('>> {};
struct sum : seq<sum_head, blanks, must<sum_over>, must<comma>, argument, must<close>> {};

struct name : identifier {};
struct vector_head : one<'['> {};
struct vector : seq<vector_head, arguments, must<close_bracket>> {};
struct grouped : seq<one<'('>, must<operand_missing>, must<close>> {};
struct primary : seq<blanks, sor<number, grouped, vector, sum, call, name>> {};
struct postfix : seq<primary, star<sor<subscript, letter>>> {};

struct unary;
struct to_power : seq<mark<'^'>, must<unary>> {};
struct raised : seq<postfix, opt<to_power>> {};
struct negated : seq<mark<'-'>, must<unary>> {};
struct unary : sor<negated, raised> {};
struct times : seq<mark<'*'>, must<unary>> {};
struct over : seq<mark<'/'>, must<unary>> {};
struct product : seq<unary, star<sor<times, over>>> {};
struct plus_term : seq<mark<'+'>, must<product>> {};
struct minus_term : seq<mark<'-'>, must<product>> {};
struct total : seq<product, star<sor<plus_term, minus_term>>> {};
struct not_greater : seq<mark<'<', '='>, must<total>> {};
struct not_less : seq<mark<'>', '='>, must<total>> {};
struct same : seq<mark<'=', '='>, must<total>> {};
struct other : seq<mark<'!', '='>, must<total>> {};
struct below : seq<mark<'<'>, must<total>> {};
struct above : seq<mark<'>'>, must<total>> {};
struct comparison : seq<total, opt<sor<not_greater, not_less, same, other, below, above>>> {};
struct denial;
struct not_word : seq<word<'n', 'o', 't'>, must<denial>> {};
struct denial : sor<not_word, comparison> {};
struct and_word : seq<word<'a', 'n', 'd'>, must<denial>> {};
struct conjunction : seq<denial, star<and_word>> {};
struct or_word : seq<word<'o', 'r'>, must<conjunction>> {};
struct expression : seq<conjunction, star<or_word>> {};

struct end : seq<blanks, pegtl::eof> {};
struct whole : seq<must<operand_missing>, must<end>> {};

} // namespace tapir::trace::grammar
