#include "align/text_forms.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <unordered_map>

#include "format/text_scanner.hpp"

namespace tapir::trace {

namespace {

/// Where the first word of a form begins and ends; an empty range where it is no tag of capitals.
std::pair<std::size_t, std::size_t> tag_range(const std::string& form) {
    std::size_t begin = 0;
    while (begin < form.size() &&
           (form[begin] == FormMark::slot || form[begin] == FormMark::ignored)) {
        begin += form[begin] == FormMark::ignored ? 2U : 1U;
    }
    const std::size_t end = std::min(form.find(FormMark::end_of_word, begin), form.size());
    const std::string_view word = std::string_view(form).substr(begin, end - begin);
    const bool capitals =
        word.size() > 1 && word.front() >= 'A' && word.front() <= 'Z' &&
        word.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == std::string_view::npos;
    return {begin, capitals ? end : begin};
}

using TagCounts = std::map<std::string, std::uint64_t>; ///< lines of each tag

TagCounts tags_of(const TextDocument& document) {
    TagCounts tags;
    for (const TextForm& form : document.forms()) {
        const auto [begin, end] = tag_range(form.text);
        if (end > begin) {
            tags[form.text.substr(begin, end - begin)] += form.lines;
        }
    }
    return tags;
}

/// "TRACE_C", "TRACE_C_PAIR" of "TRACE_C_PAIR": what may be its prefix.
std::vector<std::string> stems_of(const TagCounts& tags) {
    std::vector<std::string> stems;
    for (const auto& [tag, lines] : tags) {
        std::size_t at = tag.find('_');
        while (at != std::string::npos) {
            at = tag.find('_', at + 1);
            stems.push_back(tag.substr(0, at));
        }
    }
    std::sort(stems.begin(), stems.end());
    stems.erase(std::unique(stems.begin(), stems.end()), stems.end());
    return stems;
}

bool has_stem(std::string_view tag, std::string_view stem) {
    return tag.starts_with(stem) && (tag.size() == stem.size() || tag[stem.size()] == '_');
}

std::uint64_t lines_of_stem(const TagCounts& tags, const std::string& stem) {
    std::uint64_t lines = 0;
    for (const auto& [tag, count] : tags) {
        lines += has_stem(tag, stem) ? count : 0;
    }
    return lines;
}

/// How many tags of one side are those of the other with the other stem.
std::size_t renamed_tags(const TagCounts& reference, const TagCounts& candidate,
                         const std::string& from, const std::string& to) {
    std::size_t count = 0;
    for (const auto& [tag, lines] : reference) {
        if (has_stem(tag, from)) {
            count += candidate.count(to + tag.substr(from.size()));
        }
    }
    return count;
}

/// @return how often
std::size_t replace_all(std::string& form, const std::string& words, const std::string& by) {
    std::size_t count = 0;
    std::size_t at = form.find(words);
    while (at != std::string::npos) {
        const bool boundary =
            at == 0 || is_form_mark(form[at - 1]) || (at > 1 && form[at - 2] == FormMark::ignored);
        if (boundary) {
            form.replace(at, words.size(), by);
            ++count;
        }
        at = form.find(words, at + (boundary ? by.size() : 1));
    }
    return count;
}

/// The words of a name as they stand in a form.
std::string form_of_name(const std::string& name) {
    std::vector<TextToken> tokens;
    LineShape shape;
    scan_line(name, 0, name.size(), tokens, shape);
    std::string form;
    form_text(name, tokens, form);
    return form;
}

/// Whether a form has no number.
bool is_words(const std::string& form) {
    return !form.empty() && form.find(FormMark::slot) == std::string::npos;
}

} // namespace

std::pair<std::string, std::string> renamed_prefix(const TextDocument& reference,
                                                   const TextDocument& candidate) {
    TagCounts a = tags_of(reference);
    TagCounts b = tags_of(candidate);
    for (auto one = a.begin(); one != a.end();) {
        one = b.erase(one->first) > 0 ? a.erase(one) : std::next(one);
    }
    constexpr std::size_t most_tags = 60, share = 4;
    if (a.empty() || b.empty() || a.size() > most_tags || b.size() > most_tags) {
        return {};
    }
    std::pair<std::string, std::string> best;
    std::size_t most = 0;
    for (const std::string& from : stems_of(a)) {
        for (const std::string& to : stems_of(b)) {
            const std::size_t count = renamed_tags(a, b, from, to);
            const std::uint64_t lines_a = lines_of_stem(a, from), lines_b = lines_of_stem(b, to);
            const bool traces = from.starts_with("TRACE_") && to.starts_with("TRACE_");
            if (count > most && from.substr(0, from.find('_')) == to.substr(0, to.find('_')) &&
                (traces || (lines_a > 1 && lines_b > 1)) &&
                share * lines_a >= reference.lines().size() &&
                share * lines_b >= candidate.lines().size()) {
                most = count;
                best = {from, to};
            }
        }
    }
    return best;
}

TextForms::TextForms(const TextDocument& reference, const TextDocument& candidate,
                     const ComparedScope& scope)
    : prefixes_(renamed_prefix(reference, candidate)) {
    std::unordered_map<std::string_view, std::uint32_t> known;
    slot_base_.push_back(0);
    const auto number_of = [&](const std::string& text, std::uint32_t slots) {
        const auto [place, is_new] =
            known.try_emplace(text, static_cast<std::uint32_t>(texts_.size()));
        if (is_new) {
            texts_.push_back(&text);
            slot_base_.push_back(slot_base_.back() + slots);
        }
        return place->second;
    };
    for (const TextForm& form : reference.forms()) {
        of_reference_.push_back(number_of(form.text, form.slots));
    }
    std::vector<std::pair<std::string, std::string>> maps;
    std::vector<char> used(scope.same_names.size(), 0);
    for (const auto& [own, other] : scope.same_names) {
        maps.emplace_back(form_of_name(other), form_of_name(own));
    }
    for (const TextForm& form : candidate.forms()) {
        std::string text = form.text;
        const auto [begin, end] = tag_range(text);
        if (!prefixes_.second.empty() && end > begin &&
            has_stem(std::string_view(text).substr(begin, end - begin), prefixes_.second)) {
            text.replace(begin, prefixes_.second.size(), prefixes_.first);
        }
        // all at once, so that two names can change places: each by a number first
        const auto numbered = [](std::size_t i) {
            return "\x1d" + std::to_string(i) + FormMark::end_of_word;
        };
        for (std::size_t i = 0; i < maps.size(); ++i) {
            const bool words = is_words(maps[i].first) && is_words(maps[i].second);
            const std::size_t count = words ? replace_all(text, maps[i].first, numbered(i)) : 0;
            renamed_count_ += count * form.lines;
            used[i] = static_cast<char>(used[i] != 0 || count > 0);
        }
        for (std::size_t i = 0; i < maps.size(); ++i) {
            replace_all(text, numbered(i), maps[i].second);
        }
        of_candidate_.push_back(
            text == form.text ? number_of(form.text, form.slots)
                              : number_of(renamed_.emplace_back(std::move(text)), form.slots));
    }
    for (std::size_t i = 0; i < used.size(); ++i) {
        if (used[i] == 0) {
            unused_maps_.push_back(scope.same_names[i].first + "=" + scope.same_names[i].second);
        }
    }
}

} // namespace tapir::trace
