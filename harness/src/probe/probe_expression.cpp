#include "probe/probe_expression.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <limits>
#include <utility>

#include <fmt/format.h>

namespace tapir::harness {

namespace {

using nlohmann::json;

constexpr std::size_t longest_text = 400;
constexpr int deepest = 40; ///< parentheses, brackets and signs inside each other

/// Why a text is no expression; told to the caller as a problem.
struct NoExpression {
    std::string problem;
};

bool begins_name(char letter) {
    return std::isalpha(static_cast<unsigned char>(letter)) != 0 || letter == '_';
}

bool goes_on_name(char letter) {
    return begins_name(letter) || std::isdigit(static_cast<unsigned char>(letter)) != 0;
}

/// Reads an expression by recursive descent: sums, products, signs, then a value with its members
/// and indices.
class Parser {
  public:
    explicit Parser(std::string_view text) : text_(text) {}

    std::vector<json> whole() {
        json tree = sum();
        skip_blanks();
        if (at_ < text_.size()) {
            fail_here();
        }
        if (!has_section_) {
            return {tree};
        }
        if (tree.at(0) != "section") {
            throw NoExpression{"a section is no part of a larger expression"};
        }
        return elements_of(tree);
    }

  private:
    json sum() {
        const Depth guard(depth_);
        json left = product();
        while (const char sign = any_of("+-")) {
            json right = product();
            left = json::array({std::string(1, sign), std::move(left), std::move(right)});
        }
        return left;
    }

    json product() {
        json left = signed_value();
        while (const char sign = any_of("*/")) {
            json right = signed_value();
            left = json::array({std::string(1, sign), std::move(left), std::move(right)});
        }
        return left;
    }

    json signed_value() {
        const Depth guard(depth_);
        switch (any_of("*&-")) {
        case '*':
            return json::array({"deref", signed_value()});
        case '&':
            return json::array({"address", signed_value()});
        case '-':
            return json::array({"negate", signed_value()});
        default:
            return with_parts(value());
        }
    }

    json value() {
        skip_blanks();
        if (any_of("(") != 0) {
            json inner = sum();
            expect(')');
            skip_blanks();
            if (at_ < text_.size() && (goes_on_name(text_[at_]) || text_[at_] == '(')) {
                throw NoExpression{"a cast or a call is no plain value"};
            }
            return inner;
        }
        if (at_ < text_.size() && begins_name(text_[at_])) {
            return json::array({"name", name(true)});
        }
        return json::array({"number", number()});
    }

    json with_parts(json base) {
        while (true) {
            skip_blanks();
            if (rest().substr(0, 2) == "->" || rest().substr(0, 1) == "." ||
                rest().substr(0, 1) == "%") {
                at_ += rest().front() == '-' ? std::size_t{2} : std::size_t{1};
                skip_blanks();
                base = json::array({"member", std::move(base), name(false)});
            } else if (any_of("[") != 0) {
                base = indexed(std::move(base));
            } else if (at_ < text_.size() && text_[at_] == '(') {
                throw NoExpression{"a call is no plain value; an element of an array is written "
                                   "with brackets, in Fortran as well: t[i,j]"};
            } else {
                return base;
            }
        }
    }

    json indexed(json base) {
        json indices = json::array({sum()});
        skip_blanks();
        if (any_of(":") != 0) {
            json last = sum();
            expect(']');
            has_section_ = true;
            return json::array({"section", std::move(base), indices.at(0), std::move(last)});
        }
        while (any_of(",") != 0) {
            indices.push_back(sum());
        }
        expect(']');
        return json::array({"index", std::move(base), std::move(indices)});
    }

    std::string name(bool qualified) {
        const std::size_t begin = at_;
        if (at_ >= text_.size() || !begins_name(text_[at_])) {
            throw NoExpression{"a name is missing"};
        }
        while (at_ < text_.size() && goes_on_name(text_[at_])) {
            ++at_;
            if (qualified && rest().substr(0, 2) == "::" && at_ + 2 < text_.size() &&
                begins_name(text_[at_ + 2])) {
                at_ += 2;
            }
        }
        return std::string(text_.substr(begin, at_ - begin));
    }

    json number() {
        skip_blanks();
        const char* begin = text_.data() + at_;
        const char* end = text_.data() + text_.size();
        if (begin == end || std::isdigit(static_cast<unsigned char>(*begin)) == 0) {
            fail_here();
        }
        std::int64_t whole = 0;
        const auto integer = std::from_chars(begin, end, whole);
        const bool real = integer.ptr != end && (*integer.ptr == '.' || *integer.ptr == 'e');
        if (!real && integer.ec == std::errc{}) {
            at_ += static_cast<std::size_t>(integer.ptr - begin);
            return whole;
        }
        double value = 0;
        const auto number = std::from_chars(begin, end, value);
        if (number.ec != std::errc{}) {
            fail_here();
        }
        at_ += static_cast<std::size_t>(number.ptr - begin);
        return fmt::format("{:a}", value);
    }

    /// `a[1:3]` is a[1], a[2], a[3].
    static std::vector<json> elements_of(const json& section) {
        const json& first = section.at(2);
        const json& last = section.at(3);
        const auto is_integer = [](const json& tree) {
            return tree.at(0) == "number" && tree.at(1).is_number_integer();
        };
        constexpr std::int64_t most = 1000;
        if (!is_integer(first) || !is_integer(last) ||
            last.at(1).get<std::int64_t>() < first.at(1).get<std::int64_t>() ||
            last.at(1).get<std::int64_t>() - first.at(1).get<std::int64_t>() >= most) {
            throw NoExpression{"a section needs two integers, the second not below the first, and "
                               "at most 1000 elements"};
        }
        std::vector<json> elements;
        for (auto i = first.at(1).get<std::int64_t>(); i <= last.at(1).get<std::int64_t>(); ++i) {
            elements.push_back(
                json::array({"index", section.at(1), json::array({json::array({"number", i})})}));
        }
        return elements;
    }

    char any_of(std::string_view letters) {
        skip_blanks();
        if (at_ >= text_.size() || letters.find(text_[at_]) == std::string_view::npos ||
            rest().substr(0, 2) == "->") {
            return 0;
        }
        return text_[at_++];
    }
    void expect(char letter) {
        skip_blanks();
        if (at_ >= text_.size() || text_[at_] != letter) {
            throw NoExpression{std::string("a '") + letter + "' is missing"};
        }
        ++at_;
    }
    void skip_blanks() {
        while (at_ < text_.size() && text_[at_] == ' ') {
            ++at_;
        }
    }
    [[nodiscard]] std::string_view rest() const { return text_.substr(at_); }
    [[noreturn]] void fail_here() const {
        if (at_ >= text_.size()) {
            throw NoExpression{"it ends where a value is expected"};
        }
        throw NoExpression{fmt::format("'{}' at letter {} belongs to no plain value",
                                       std::string(1, text_[at_]), at_ + 1)};
    }

    /// Counts how deep one is, so that no text can exhaust the stack.
    class Depth {
      public:
        explicit Depth(int& depth) : depth_(&depth) {
            if (++depth > deepest) {
                throw NoExpression{"it is nested too deeply"};
            }
        }
        ~Depth() { --*depth_; }
        Depth(const Depth&) = delete;
        Depth& operator=(const Depth&) = delete;
        Depth(Depth&&) = delete;
        Depth& operator=(Depth&&) = delete;

      private:
        int* depth_;
    };

    std::string_view text_;
    std::size_t at_ = 0;
    int depth_ = 0;
    bool has_section_ = false;
};

} // namespace

ProbeExpression parse_probe_expression(std::string_view text) {
    if (text.size() > longest_text) {
        return {{}, "it is longer than 400 letters"};
    }
    try {
        return {Parser(text).whole(), ""};
    } catch (const NoExpression& no) {
        return {{}, no.problem};
    }
}

} // namespace tapir::harness
