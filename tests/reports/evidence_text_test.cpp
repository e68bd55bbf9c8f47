#include <doctest/doctest.h>

#include <set>
#include <string>

#include "tapir/reports/text/evidence_text.hpp"
#include "tapir/reports/verdict/verdict.hpp"
#include "text/rule_words.hpp"

/// Evidence is data; here it gets its words.
namespace {

using namespace tapir::trace;
using namespace tapir::reports;

/// A finding of a rule with as many terms as any rule has.
Finding with_all_terms(Rule rule) {
    return {rule, WhichSide::reference, {"one", "two", "three", "four", "five", "six"}};
}

bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("rule words: every rule has a clause of its own, without place holders left in it") {
    std::set<std::string> clauses;
    for (std::size_t place = 0; place < rules; ++place) {
        CAPTURE(place);
        const auto rule = static_cast<Rule>(place);
        CHECK(words_of(rule).rule == rule);
        const std::string clause = finding_text(with_all_terms(rule));
        CAPTURE(clause);
        CHECK_FALSE(clause.empty());
        CHECK_FALSE(holds(clause, "{"));
        CHECK_FALSE(holds(clause, "["));
        CHECK(clause.back() != '.');
        clauses.insert(clause);
    }
    // a whole factor, a round one and any other one are three rules of one sentence each
    constexpr std::size_t same_words = 8;
    CHECK(clauses.size() + same_words >= rules);
}

TEST_CASE("evidence_text: each type of term has its own look") {
    struct Sample {
        Finding finding;
        std::string text;
    };
    const WhichSide candidate = WhichSide::candidate;
    const WhichSide reference = WhichSide::reference;
    for (const Sample& sample :
         {Sample{{Rule::stage_times_power_of_ten, candidate, {Count{-3}}},
                 "the candidate's value is the stage's times 10^-3"},
          {{Rule::stage_times_power_of_ten, reference, {Count{-3}}},
           "the reference's value is the stage's times 10^-3"},
          {{Rule::stage_times_angle_unit, candidate, {AngleUnit::degrees_to_radians}},
           "the candidate's value is the stage's times pi/180 (degrees)"},
          {{Rule::stage_times_round, candidate, {OnePlus{{-0.00025}}}},
           "the candidate's value is the stage's times 1 - 0.00025"},
          {{Rule::stage_plus_constant, candidate, {ShownNumber{1.0 / 3, 9}}},
           "the candidate's value is the stage's plus 0.333333333"},
          {{Rule::other_rounding_rule, candidate, {Rounding::floor}},
           "decided on by another rule: the whole number below"},
          {{Rule::repeats_earlier_step, candidate, {"phi_tic", Count{1}, Count{2}}},
           "the candidate repeats here its own value of phi_tic 1, 2 step(s) earlier"},
          {{Rule::inputs_give_other_value, {}, {Names{"a", "b"}}},
           "it does not follow from the printed a, b"},
          {{Rule::parent_scaled, reference, {"x", OnePlus{{0.00025, 5}}}},
           "the reference's value is what the stage gives with x times 1 + 0.00025, everything "
           "else as the reference recorded it"}}) {
        CHECK(finding_text(sample.finding) == sample.text);
    }
}

TEST_CASE("evidence_text: what stands in brackets is there only with its term") {
    CHECK(finding_text({Rule::vectors_turned, {}, {ShownNumber{0.5}}}) ==
          "the same vectors, turned by 0.5 degrees");
    CHECK(finding_text(
              {Rule::vectors_turned, {}, {ShownNumber{0.5}, ShownNumber{2, 6}, "phi step(s)"}}) ==
          "the same vectors, turned by 0.5 degrees, 2 phi step(s)");
    CHECK_THROWS(static_cast<void>(finding_text({Rule::vectors_turned})));
}

TEST_CASE("evidence_text: findings are joined as clauses, introductions, lists and asides") {
    CHECK(evidence_text({}).empty());
    CHECK(evidence_text({{Rule::no_relation}, {Rule::excess_departure}}) ==
          "no simple relation between the two values was recognised; it departs by far more than "
          "what departs before it amounts to");
    CHECK(evidence_text({{Rule::only_print_is_wrong}, {Rule::nothing_follows_from_print}}) ==
          "the computation is right and the print is wrong: it is shown only, nothing is computed "
          "from it, and everything else agrees");
    CHECK(evidence_text({{Rule::image_not_finite},
                         {Rule::pixels_of_one_side, WhichSide::candidate, {Count{3}}},
                         {Rule::pixels_on_both_sides, {}, {Count{1}}}}) ==
          "not a finite number: 3 pixel(s) of the candidate alone, 1 pixel(s) on both sides, which "
          "proves nothing");
    CHECK(evidence_text({{Rule::image_negated},
                         {Rule::or_else},
                         {Rule::image_fast_reversed},
                         {Rule::images_cannot_tell}}) ==
          "the whole image has the opposite sign; or the fast axis runs the other way (these "
          "images do not tell which)");
}

TEST_CASE("note_text: findings stand behind the words of a note") {
    CHECK(note_text(Note("a note")) == "a note");
    CHECK(note_text({"key: ", {{Rule::on_side, WhichSide::candidate}, {Rule::not_finite}}}) ==
          "key: of the candidate: not a finite number, which proves nothing");
}

TEST_CASE("verdict words: every class and every reason has a word of its own") {
    std::set<std::string> classes;
    for (std::size_t i = 0; i < cause_classes; ++i) {
        classes.insert(to_text(static_cast<CauseClass>(i)));
    }
    CHECK(classes.size() == cause_classes);
    CHECK(std::string(to_text(CauseClass::stale)) == "stale");
    CHECK(std::string(to_text(CauseClass::unit)) == "unit");
    std::set<std::string> reasons;
    for (std::size_t i = 0; i < verdict_reasons; ++i) {
        reasons.insert(to_text(static_cast<VerdictReason>(i)));
    }
    CHECK(reasons.size() == verdict_reasons);
    CHECK(std::string(to_text(VerdictReason::none)).empty());
    CHECK(std::string(to_text(VerdictReason::values_depart)) == "values_depart");
}
