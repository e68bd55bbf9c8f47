#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace tapir::test {

/// How the numbers of a page are written. All say the same value, digit for digit.
enum class NumberStyle : std::uint8_t { own, other, capital, fortran, plus };

/// What a program may print in another way without saying anything else.
struct Habit {
    unsigned seed = 1;      ///< of the values
    unsigned run = 0;       ///< of the clock, the folders and all that differs from run to run
    int fewer_decimals = 0; ///< than the program's own habit
    NumberStyle style = NumberStyle::own;
    bool shuffled = false; ///< lines whose order means nothing come in another order
    bool renamed = false;  ///< the tag at the head of the lines is another
    bool narrow = false;   ///< lists are broken into shorter lines
    bool reshaped = false; ///< a fault: an array has other rows and columns
};

/// What a piece of a line is. Only the generator knows that for certain, so that what a test
/// expects does not come from the scanner under test.
enum class Is : std::uint8_t {
    words,
    value,   ///< a number the program computed
    index,   ///< a number that counts: a step, an atom, a row
    passing, ///< a clock, a duration, a folder: another one in each run
};

struct Piece {
    Is is = Is::words;
    std::string text;
    std::string key; ///< what a reader calls the value; "": nobody asks
};

using Line = std::vector<Piece>;

[[nodiscard]] std::string text_of(const Line& line);

/// Numbers in [0, 1) that are the same on every machine.
class Values {
  public:
    explicit Values(unsigned seed) : random_{seed} {}
    [[nodiscard]] double next();
    [[nodiscard]] double between(double low, double high) { return low + (high - low) * next(); }
    [[nodiscard]] long whole(long low, long high) {
        return low + static_cast<long>(next() * static_cast<double>(high - low + 1));
    }

  private:
    std::mt19937_64 random_;
};

/// What a program prints, piece by piece.
class Page {
  public:
    explicit Page(const Habit& habit)
        : values{habit.seed * 7919 + 13}, habit_{habit}, run_{habit.run * 104729 + 7} {}

    Page& words(std::string_view text);
    /// A number with so many decimals, at the right of its column.
    Page& value(std::string_view key, double number, int decimals, int width = 0);
    /// A number with an exponent and so many digits after the point.
    Page& power(std::string_view key, double number, int digits, int width = 0);
    /// A whole number that is a result.
    Page& count(std::string_view key, long number, int width = 0);
    Page& index(long number, int width = 0);

    Page& clock(); ///< 10:20:31
    Page& date();  ///< 2026-03-05
    /// 12.345 s; a unit of what is not compared says nothing either
    Page& duration(int decimals, std::string_view unit);
    Page& folder();  ///< /home/ada/run3/
    Page& process(); ///< 4711

    Page& end(); ///< of the line
    Page& line(std::string_view text) { return words(text).end(); }

    /// 0 ... count-1, in the order in which this program comes to print them.
    [[nodiscard]] std::vector<long> order(long count) const;
    [[nodiscard]] const Habit& habit() const { return habit_; }

    std::vector<Line> lines;
    Values values; ///< drawn from in the same order, whatever the habit

  private:
    Page& number(Is is, std::string_view key, const std::string& text, int width);

    Habit habit_;
    Values run_;
    Line open_;
};

[[nodiscard]] std::string text_of(const std::vector<Line>& lines);

} // namespace tapir::test
