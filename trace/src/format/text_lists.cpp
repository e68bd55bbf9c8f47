#include "format/text_lists.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace tapir::trace {

namespace {

/// Rows of numbers that follow each other: lines [first, end).
struct List {
    std::uint32_t first = 0, end = 0;
    std::uint32_t width = 0; ///< numbers in all rows but the last
    std::uint32_t last = 0;  ///< numbers in the last
    bool wrapped = true;     ///< all rows but the last are of one width, the last is no longer
};

/// Which list of a document: the form of its heading, and the how manieth under it.
using ListName = std::pair<std::string, std::size_t>;

bool is_row(const TextDocument& document, const TextLine& line) {
    const TextForm& form = document.form_of(line);
    if (form.words > 0 || form.slots == 0 || form.all_ignored > 0) {
        return false;
    }
    const LineNotation& notation = document.notation_of(line);
    return notation.brackets == 0 && notation.marks == 0 && !notation.commented &&
           notation.number_types == 0;
}

/// Whether a line begins in the line of the file behind that in which another begins, or in it.
bool follows(const TextDocument& document, const TextLine& line, const TextLine& next) {
    const auto text = document.text().begin();
    return std::count(text + static_cast<std::ptrdiff_t>(line.begin),
                      text + static_cast<std::ptrdiff_t>(next.begin), '\n') <= 1;
}

std::map<ListName, List> lists_of(const TextDocument& document) {
    std::map<ListName, List> lists;
    std::map<std::string, std::size_t> count;
    const std::vector<TextLine>& lines = document.lines();
    for (std::uint32_t at = 0; at < lines.size();) {
        if (!is_row(document, lines[at])) {
            ++at;
            continue;
        }
        List list{at, at, document.form_of(lines[at]).slots, 0, true};
        while (list.end < lines.size() && is_row(document, lines[list.end]) &&
               (list.end == at || follows(document, lines[list.end - 1], lines[list.end]))) {
            list.wrapped = list.wrapped && (list.end == list.first || list.last == list.width);
            list.last = document.form_of(lines[list.end++]).slots;
        }
        list.wrapped = list.wrapped && list.last <= list.width;
        at = list.end;
        const std::string heading = lines[list.first].heading == no_line
                                        ? std::string{}
                                        : document.form_of(lines[lines[list.first].heading]).text;
        lists.emplace(ListName{heading, count[heading]++}, list);
    }
    return lists;
}

} // namespace

/// Makes one line of each list.
class ListJoiner {
  public:
    ListJoiner(TextDocument& document, std::vector<List> lists)
        : document_(document), lists_(std::move(lists)) {}

    void join() {
        std::sort(lists_.begin(), lists_.end(),
                  [](const List& one, const List& other) { return one.first < other.first; });
        std::vector<std::uint32_t> place(document_.lines_.size());
        std::vector<TextLine> lines;
        std::size_t next = 0;
        for (std::uint32_t at = 0; at < document_.lines_.size();) {
            if (next < lists_.size() && lists_[next].first == at) {
                const List& list = lists_[next++];
                for (; at < list.end; ++at) {
                    place[at] = static_cast<std::uint32_t>(lines.size());
                }
                lines.push_back(joined(list));
            } else {
                place[at] = static_cast<std::uint32_t>(lines.size());
                lines.push_back(document_.lines_[at++]);
            }
        }
        document_.lines_ = std::move(lines);
        for (TextLine& line : document_.lines_) {
            line.heading = line.heading == no_line ? no_line : place[line.heading];
        }
        count_forms();
    }

  private:
    TextDocument& document_;
    std::vector<List> lists_;
    std::map<std::uint32_t, std::uint32_t> forms_; ///< of joined lines, by their numbers of slots

    TextLine joined(const List& list) {
        TextLine line = document_.lines_[list.first];
        line.end = document_.lines_[list.end - 1].end;
        std::uint32_t slots = 0;
        for (std::uint32_t at = list.first; at < list.end; ++at) {
            slots += document_.form_of(document_.lines_[at]).slots;
        }
        const auto [entry, is_new] =
            forms_.try_emplace(slots, static_cast<std::uint32_t>(document_.forms_.size()));
        if (is_new) {
            TextForm& form = document_.forms_.emplace_back();
            form.text.assign(slots, FormMark::slot);
            form.slots = slots;
        }
        line.form = entry->second;
        return line;
    }
    void count_forms() {
        for (TextForm& form : document_.forms_) {
            form.lines = 0;
            form.first_line = 0;
        }
        for (std::uint32_t at = 0; at < document_.lines_.size(); ++at) {
            TextForm& form = document_.forms_[document_.lines_[at].form];
            form.first_line = form.lines++ == 0 ? at : form.first_line;
        }
    }
};

void join_wrapped_lists(TextDocument& one, TextDocument& other) {
    const std::map<ListName, List> of_one = lists_of(one);
    const std::map<ListName, List> of_other = lists_of(other);
    std::vector<List> in_one, in_other;
    for (const auto& [name, list] : of_one) {
        const auto found = of_other.find(name);
        if (found == of_other.end()) {
            continue;
        }
        const List& match = found->second;
        const bool ragged = list.last < list.width || match.last < match.width;
        if (list.wrapped && match.wrapped && list.width != match.width && ragged) {
            in_one.push_back(list);
            in_other.push_back(match);
        }
    }
    if (!in_one.empty()) {
        ListJoiner(one, std::move(in_one)).join();
        ListJoiner(other, std::move(in_other)).join();
    }
}

} // namespace tapir::trace
