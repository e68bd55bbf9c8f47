#include "page.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "decimal.hpp"

namespace tapir::test {

namespace {

std::string printed(const char* format, int digits, double number) {
    std::array<char, 512> buffer{};
    // NOLINTNEXTLINE(clang-diagnostic-format-nonliteral)
    std::snprintf(buffer.data(), buffer.size(), format, digits, number);
    return buffer.data();
}

/// The same decimal number in another way of writing.
std::string in_style(const std::string& text, NumberStyle style) {
    const bool has_exponent = text.find('e') != std::string::npos;
    std::string other = text;
    switch (style) {
    case NumberStyle::own:
        return text;
    case NumberStyle::other:
        return has_exponent ? without_exponent(text) : with_exponent(text);
    case NumberStyle::capital:
    case NumberStyle::fortran:
        std::replace(other.begin(), other.end(), 'e', style == NumberStyle::capital ? 'E' : 'D');
        return other;
    case NumberStyle::plus:
        return text.front() == '-' ? text : "+" + text;
    }
    return text;
}

} // namespace

double Values::next() {
    return static_cast<double>(random_() >> 11U) * 0x1p-53;
}

std::string text_of(const Line& line) {
    std::string text;
    for (const Piece& piece : line) {
        text += piece.text;
    }
    return text;
}

std::string text_of(const std::vector<Line>& lines) {
    std::string text;
    for (const Line& line : lines) {
        text += text_of(line) + "\n";
    }
    return text;
}

Page& Page::words(std::string_view text) {
    open_.push_back({Is::words, std::string{text}, {}});
    return *this;
}

Page& Page::number(Is is, std::string_view key, const std::string& text, int width) {
    if (width > 0) {
        // in its own style a program may let columns touch; another style is wider
        const long least = habit_.style == NumberStyle::own ? 0 : 1;
        const long blanks = std::max(least, width - static_cast<long>(text.size()));
        words(std::string(static_cast<std::size_t>(blanks), ' '));
    }
    open_.push_back({is, text, std::string{key}});
    return *this;
}

Page& Page::value(std::string_view key, double number, int decimals, int width) {
    const int kept = std::max(decimals - habit_.fewer_decimals, std::min(decimals, 3));
    return this->number(Is::value, key, in_style(printed("%.*f", kept, number), habit_.style),
                        width);
}

Page& Page::power(std::string_view key, double number, int digits, int width) {
    const int kept = std::max(digits - habit_.fewer_decimals, std::min(digits, 3));
    return this->number(Is::value, key, in_style(printed("%.*e", kept, number), habit_.style),
                        width);
}

Page& Page::count(std::string_view key, long number, int width) {
    return this->number(Is::value, key, std::to_string(number), width);
}

Page& Page::index(long number, int width) {
    return this->number(Is::index, "", std::to_string(number), width);
}

Page& Page::clock() {
    std::array<char, 80> buffer{};
    const long hour = run_.whole(8, 19), minute = run_.whole(0, 59), second = run_.whole(0, 59);
    std::snprintf(buffer.data(), buffer.size(), "%02ld:%02ld:%02ld", hour, minute, second);
    open_.push_back({Is::passing, buffer.data(), {}});
    return *this;
}

Page& Page::date() {
    std::array<char, 80> buffer{};
    const long month = run_.whole(1, 12), day = run_.whole(1, 28);
    std::snprintf(buffer.data(), buffer.size(), "2026-%02ld-%02ld", month, day);
    open_.push_back({Is::passing, buffer.data(), {}});
    return *this;
}

Page& Page::duration(int decimals, std::string_view unit) {
    const std::string text = printed("%.*f", decimals, run_.between(0.1, 90));
    open_.push_back({Is::passing, text + std::string{unit}, {}});
    return *this;
}

Page& Page::folder() {
    constexpr std::array<const char*, 3> people{"ada", "emmy", "lise"};
    const auto who = static_cast<std::size_t>(run_.whole(0, 2));
    const std::string number = std::to_string(run_.whole(1, 99));
    open_.push_back({Is::passing, std::string{"/home/"} + people[who] + "/run" + number + "/", {}});
    return *this;
}

Page& Page::process() {
    open_.push_back({Is::passing, std::to_string(run_.whole(1000, 32000)), {}});
    return *this;
}

Page& Page::end() {
    lines.push_back(open_);
    open_.clear();
    return *this;
}

std::vector<long> Page::order(long count) const {
    std::vector<long> indices;
    for (long i = 0; i < count; ++i) {
        indices.push_back(i);
    }
    if (habit_.shuffled) { // the same other order everywhere: odd ones first, backwards
        std::stable_partition(indices.begin(), indices.end(), [](long i) { return i % 2 != 0; });
        std::reverse(indices.begin(), indices.begin() + count / 2);
    }
    return indices;
}

} // namespace tapir::test
