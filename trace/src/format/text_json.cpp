#include "format/text_json.hpp"

#include <unordered_set>

#include "base/xxhash.hpp"
#include "format/text_characters.hpp"

namespace tapir::trace {

namespace {

constexpr int deepest = 200;

class JsonCutter {
  public:
    JsonCutter(std::string_view text, std::vector<JsonMember>& members)
        : text_(text), members_(members) {}

    bool cut() {
        blanks();
        const char first = peek();
        if ((first != '{' && first != '[') || !value(no_line, {}, no_begin, 0)) {
            return false;
        }
        blanks();
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
    void add(std::size_t begin, std::uint32_t parent, Way way) {
        members_.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at_),
                            parent, way.path, way.kin});
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
        return at_ > from;
    }
    bool flat_array() {
        take('[');
        blanks();
        while (!take(']')) {
            if (peek() == '[' ? !flat_array() : !scalar()) {
                return false;
            }
            blanks();
            if (peek() != ']' && !take(',')) {
                return false;
            }
            blanks();
        }
        return true;
    }
    /// @param begin  of the key before it, or `no_begin`
    bool value(std::uint32_t parent, Way way, std::size_t begin, int depth) {
        blanks();
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
        add(from, parent, way);
        return true;
    }
    std::uint32_t open(std::uint32_t parent, Way way, std::size_t begin) {
        if (begin == no_begin) {
            return parent;
        }
        add(begin, parent, way);
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
            blanks();
            if (peek() != '}' && !take(',')) {
                return false;
            }
            blanks();
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
            blanks();
            if (peek() != ']' && !take(',')) {
                return false;
            }
            blanks();
        }
        return true;
    }
};

} // namespace

bool cut_json(std::string_view text, std::vector<JsonMember>& members) {
    members.clear();
    return JsonCutter(text, members).cut() && !members.empty();
}

} // namespace tapir::trace
