#include "tapir/reports/text/evidence_text.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string_view>

#include "tapir/trace/base/error.hpp"
#include "tapir/trace/base/number_text.hpp"
#include "text/rule_words.hpp"

namespace tapir::reports {

namespace {

using trace::Finding;

/// In the order of `trace::AngleUnit`.
constexpr std::array<const char*, 4> angle_units{"pi/180 (degrees)", "180/pi (degrees)", "2 pi",
                                                 "1/(2 pi)"};

/// In the order of `trace::Rounding`.
constexpr std::array<const char*, 5> roundings{"truncation of the index plus one half",
                                               "the whole number below", "the whole number above",
                                               "truncation", "the nearest whole number, halves up"};

/// Each type of term in words.
struct TermText {
    std::string operator()(const std::string& name) const { return name; }
    std::string operator()(trace::Count count) const { return std::to_string(count); }
    std::string operator()(const trace::ShownNumber& number) const {
        return trace::general(number.value, number.digits);
    }
    std::string operator()(const trace::OnePlus& factor) const {
        return std::string("1 ") + (factor.excess.value < 0 ? "- " : "+ ") +
               trace::general(std::fabs(factor.excess.value), factor.excess.digits);
    }
    std::string operator()(trace::AngleUnit unit) const {
        return angle_units.at(static_cast<std::size_t>(unit));
    }
    std::string operator()(trace::Rounding rounding) const {
        return roundings.at(static_cast<std::size_t>(rounding));
    }
    std::string operator()(const trace::Names& names) const {
        std::string text;
        for (const std::string& name : names) {
            text += (text.empty() ? "" : ", ") + name;
        }
        return text;
    }
};

/// What a place holder stands for; nothing where the finding has no such term.
std::optional<std::string> value_of(std::string_view holder, const Finding& finding) {
    if (holder == "side") {
        return to_text(finding.side);
    }
    const auto term = static_cast<std::size_t>(holder.front() - '0');
    return term < finding.terms.size() ? std::optional(std::visit(TermText(), finding.terms[term]))
                                       : std::nullopt;
}

/// Words with their place holders filled in; nothing where a term is missing.
std::optional<std::string> filled(std::string_view words, const Finding& finding) {
    std::string text;
    while (!words.empty()) {
        const std::size_t begin = words.find('{');
        text += words.substr(0, begin);
        if (begin == std::string_view::npos) {
            break;
        }
        const std::size_t end = words.find('}', begin);
        const auto value = value_of(words.substr(begin + 1, end - begin - 1), finding);
        if (!value) {
            return std::nullopt;
        }
        text += *value;
        words.remove_prefix(end + 1);
    }
    return text;
}

/// A rule's words for a finding, the part in brackets only where its terms are there.
std::string words_of_finding(const Finding& finding) {
    const std::string_view words = words_of(finding.rule).words;
    const std::size_t begin = words.find('[');
    const auto text = filled(words.substr(0, begin), finding);
    if (!text) {
        throw InternalError("a finding lacks a term that the words of its rule need: " +
                            std::string(words));
    }
    if (begin == std::string_view::npos) {
        return *text;
    }
    const std::size_t end = words.find(']', begin);
    const auto optional_part = filled(words.substr(begin + 1, end - begin - 1), finding);
    return *text + optional_part.value_or("");
}

/// What stands between a clause and the one behind it.
const char* between(Joint before, Joint behind) {
    if (before == Joint::intro || behind == Joint::aside) {
        return " ";
    }
    return before == Joint::item && behind == Joint::item ? ", " : "; ";
}

} // namespace

std::string finding_text(const Finding& finding) {
    const std::string clause = words_of_finding(finding);
    if (words_of(finding.rule).joint != Joint::with_change) {
        return clause;
    }
    const std::string side = to_text(finding.side);
    return "the " + side + "'s value is what the stage gives with " + clause +
           ", everything else as the " + side + " recorded it";
}

std::string evidence_text(const trace::Evidence& evidence) {
    std::string text;
    for (std::size_t i = 0; i < evidence.size(); ++i) {
        if (i > 0) {
            text += between(words_of(evidence[i - 1].rule).joint, words_of(evidence[i].rule).joint);
        }
        text += finding_text(evidence[i]);
    }
    return text;
}

std::string note_text(const trace::Note& note) {
    return note.text + evidence_text(note.evidence);
}

std::vector<std::string> note_texts(const std::vector<trace::Note>& notes) {
    std::vector<std::string> texts;
    texts.reserve(notes.size());
    for (const trace::Note& note : notes) {
        texts.push_back(note_text(note));
    }
    return texts;
}

} // namespace tapir::reports
