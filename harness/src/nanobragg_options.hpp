#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "scene_source.hpp"

namespace tapir::harness {

enum class Interpolation : std::uint8_t { automatic, on, off };

/// What the options set, and how their values are read.
/// Reading throws InputError where a value is missing or is no number.
class ArgumentReader {
  public:
    explicit ArgumentReader(const std::vector<std::string>& args) : args_(&args) {}

    SceneRequest scene;
    Interpolation interpolation = Interpolation::automatic;

    /// Stands at a token, whose values are read next.
    void at(std::size_t index) { index_ = index; }
    [[nodiscard]] const std::string& token() const { return (*args_)[index_]; }
    [[nodiscard]] bool has_word(std::size_t n) const { return index_ + n < args_->size(); }
    [[nodiscard]] const std::string& word(std::size_t n = 1) const; ///< n-th value after the token
    [[nodiscard]] double number(std::size_t n = 1) const;
    [[nodiscard]] int integer(); ///< a fraction is cut off as in the C program, with a notice
    [[nodiscard]] engine::Vec3<double> vector() const;

    [[noreturn]] void fail(const std::string& problem, const std::string& remedy) const;
    [[noreturn]] void not_in_this_version(const char* what) const;

  private:
    const std::vector<std::string>* args_;
    std::size_t index_ = 0;
};

/// How the C program matches a token: anywhere in it, at an exact length, or the whole of it.
enum class Match : std::uint8_t { contains, exact };

struct Option {
    std::string_view pattern;
    Match match;
    std::function<void(ArgumentReader&)> apply;
    bool last = false; ///< a token it matches is not tried against later options
};

/// Every option of the C program: what it sets, or that it has no effect here, or that this version
/// refuses it. In the C program's order where that matters.
[[nodiscard]] const std::vector<Option>& nanobragg_options();

} // namespace tapir::harness
