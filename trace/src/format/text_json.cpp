#include "format/text_json.hpp"

#include <algorithm>
#include <array>
#include <unordered_set>

#include "base/mixed.hpp"
#include "base/xxhash.hpp"
#include "format/text_characters.hpp"

namespace tapir::trace {

namespace {

constexpr int deepest = 200;

std::uint64_t with_sign(std::uint64_t digest, char sign) {
    return mixed(digest, static_cast<unsigned char>(sign) + 1U);
}

/// What a scalar without quotes is: a number, a truth value or null; 0: nothing that JSON has. NaN
/// and infinities are numbers, as programs write them.
char type_of_scalar(std::string_view text) {
    constexpr std::array<std::string_view, 5> not_finite{"nan", "inf", "-inf", "infinity",
                                                         "-infinity"};
    if (text == "null") {
        return '0';
    }
    if (text == "true" || text == "false") {
        return 't';
    }
    const std::size_t sign = text.size() > 1 && text.front() == '-' ? 1 : 0;
    const char first = text[sign];
    const bool number = is_digit(first) || first == '.' || first == '+';
    return number || std::any_of(
                         not_finite.begin(), not_finite.end(),
                         [text](std::string_view one) { return same_but_for_case(text, one); })
               ? '1'
               : '\0';
}

/// A digest of what a value is made of beside its words and numbers: the brackets, the type of each
/// scalar, and the signs in texts that a comparison of words passes over.
std::uint64_t shape_of(std::string_view value) {
    std::uint64_t shape = 1;
    bool quoted = false;
    for (std::size_t at = 0; at < value.size(); ++at) {
        const char c = value[at];
        if (c == '"') {
            quoted = !quoted;
            shape = with_sign(shape, c);
        } else if (quoted) {
            constexpr std::string_view passed_over = ",;|=#'`()[]{}";
            shape = passed_over.find(c) == std::string_view::npos ? shape : with_sign(shape, c);
            at += c == '\\' ? 1U : 0U;
        } else if (c == '[' || c == ']' || c == '{') {
            shape = with_sign(shape, c);
        } else if (c != ',' && class_of(c) != ByteClass::blank) {
            const std::size_t end = std::min(value.find_first_of(",]} \t\r\n", at), value.size());
            shape = with_sign(shape, type_of_scalar(value.substr(at, end - at)));
            at = end - 1;
        }
    }
    return shape;
}

class JsonCutter {
  public:
    JsonCutter(std::string_view text, std::vector<JsonMember>& members)
        : text_(text), members_(members) {}

    bool cut() {
        blanks();
        const bool array = peek() == '[';
        if ((peek() != '{' && !array) || !value(no_line, {}, no_begin, 0)) {
            return false;
        }
        blanks();
        for (std::uint64_t index = 1; !array && peek() == '{'; ++index) {
            if (!value(no_line, step(Way{}, index), no_begin, 0)) {
                return false;
            }
            blanks();
        }
        return at_ == text_.size();
    }

  private:
    static constexpr std::size_t no_begin = static_cast<std::size_t>(-1);
    std::string_view text_;
    std::vector<JsonMember>& members_;
    std::size_t at_ = 0;

    [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
    void blanks() {
        while (at_ < text_.size() && class_of(text_[at_]) == ByteClass::blank) {
            ++at_;
        }
    }
    bool take(char c) {
        blanks();
        if (peek() != c) {
            return false;
        }
        ++at_;
        return true;
    }
    bool string() {
        if (!take('"')) {
            return false;
        }
        while (at_ < text_.size() && text_[at_] != '"') {
            if (text_[at_] == '\n') {
                return false;
            }
            at_ += text_[at_] == '\\' ? 2U : 1U;
        }
        return take('"');
    }
    /// Whether the array that begins here holds no object.
    [[nodiscard]] bool holds_scalars() const {
        int depth = 0;
        bool quoted = false;
        for (std::size_t at = at_; at < text_.size(); ++at) {
            const char c = text_[at];
            if (quoted) {
                at += c == '\\' ? 1 : 0;
                quoted = c != '"';
            } else if (c == '"') {
                quoted = true;
            } else if (c == '{') {
                return false;
            } else if (c == '[') {
                ++depth;
            } else if (c == ']' && --depth == 0) {
                return true;
            }
        }
        return false;
    }
    /// The way from the outermost container to a member.
    struct Way {
        std::uint64_t path = 0, kin = 0;
    };
    static std::uint64_t digest(std::uint64_t path, std::string_view key) {
        return XXH3_64bits_withSeed(key.data(), key.size(), path + 1);
    }
    static Way step(Way way, std::string_view key) {
        return {digest(way.path, key), digest(way.kin, key)};
    }
    static Way step(Way way, std::uint64_t index) {
        const auto* bytes = reinterpret_cast<const char*>(&index); // NOLINT: as bytes
        return {digest(way.path, {bytes, sizeof index}), way.kin};
    }
    void add(std::size_t begin, std::uint32_t parent, Way way, std::string_view value) {
        members_.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at_),
                            parent, way.path, way.kin, shape_of(value)});
    }
    /// Passes the comma behind an element; none stands behind the last one.
    bool next(char closing) {
        blanks();
        if (peek() == closing) {
            return true;
        }
        if (!take(',')) {
            return false;
        }
        blanks();
        return peek() != closing;
    }
    bool scalar() {
        const std::size_t from = at_;
        if (peek() == '"') {
            return string();
        }
        while (at_ < text_.size() && (in_word(text_[at_]) || text_[at_] == '.' ||
                                      text_[at_] == '-' || text_[at_] == '+')) {
            ++at_;
        }
        return at_ > from && type_of_scalar(text_.substr(from, at_ - from)) != '\0';
    }
    bool flat_array() {
        take('[');
        blanks();
        while (!take(']')) {
            if (peek() == '[' ? !flat_array() : !scalar()) {
                return false;
            }
            if (!next(']')) {
                return false;
            }
        }
        return true;
    }
    /// @param begin  of the key before it, or `no_begin`
    bool value(std::uint32_t parent, Way way, std::size_t begin, int depth) {
        blanks();
        const std::size_t value_from = at_;
        const std::size_t from = begin == no_begin ? at_ : begin;
        if (depth > deepest) {
            return false;
        }
        if (peek() == '{') {
            return object(parent, way, begin, depth);
        }
        if (peek() == '[' && !holds_scalars()) {
            return array(parent, way, begin, depth);
        }
        if (peek() == '[' ? !flat_array() : !scalar()) {
            return false;
        }
        add(from, parent, way, text_.substr(value_from, at_ - value_from));
        return true;
    }
    std::uint32_t open(std::uint32_t parent, Way way, std::size_t begin) {
        if (begin == no_begin) {
            return parent;
        }
        add(begin, parent, way, text_.substr(at_, 1));
        return static_cast<std::uint32_t>(members_.size() - 1);
    }
    bool object(std::uint32_t parent, Way way, std::size_t begin, int depth) {
        const std::uint32_t self = open(parent, way, begin);
        take('{');
        std::unordered_set<std::string_view> keys;
        blanks();
        while (!take('}')) {
            const std::size_t key_at = at_;
            if (!string()) {
                return false;
            }
            const std::string_view key = text_.substr(key_at, at_ - key_at);
            if (!keys.insert(key).second || !take(':')) {
                return false;
            }
            if (!value(self, step(way, key), key_at, depth + 1)) {
                return false;
            }
            if (!next('}')) {
                return false;
            }
        }
        return true;
    }
    bool array(std::uint32_t parent, Way way, std::size_t begin, int depth) {
        const std::uint32_t self = open(parent, way, begin);
        take('[');
        blanks();
        for (std::uint64_t index = 0; !take(']'); ++index) {
            if (!value(self, step(way, index), no_begin, depth + 1)) {
                return false;
            }
            if (!next(']')) {
                return false;
            }
        }
        return true;
    }
};

} // namespace

bool cut_json(std::string_view text, std::vector<JsonMember>& members) {
    members.clear();
    return JsonCutter(text, members).cut() && !members.empty();
}

bool are_json_lines_in_step(std::string_view one, std::string_view other) {
    const auto keys_of_first = [](std::string_view text) {
        std::vector<JsonMember> members;
        std::vector<std::string_view> keys;
        const std::string_view line = text.substr(0, text.find('\n'));
        if (cut_json(line, members)) {
            for (const JsonMember& member : members) {
                const std::string_view whole = line.substr(member.begin, member.end - member.begin);
                keys.push_back(whole.substr(0, whole.find(':')));
            }
        }
        return keys;
    };
    const auto goes_on = [](std::string_view text) {
        const std::size_t feed = text.find('\n');
        return feed != std::string_view::npos &&
               text.find_first_not_of(" \t\r\n", feed) != std::string_view::npos;
    };
    std::vector<std::string_view> of_one = keys_of_first(one), of_other = keys_of_first(other);
    if (of_one.empty() || of_other.empty() || (!goes_on(one) && !goes_on(other))) {
        return false;
    }
    const bool same_order = of_one == of_other;
    std::sort(of_one.begin(), of_one.end());
    std::sort(of_other.begin(), of_other.end());
    return same_order || of_one != of_other;
}

} // namespace tapir::trace
