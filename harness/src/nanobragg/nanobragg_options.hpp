#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "nanobragg/scene_request.hpp"

namespace tapir::harness {

/// What the options set, and how their values are read.
/// Reading throws InputError where a value is missing or is no number.
class ArgumentReader {
  public:
    ArgumentReader(const std::vector<std::string>& args, const engine::QuirkSet& quirks)
        : args_(&args) {
        scene.experiment.quirks = quirks;
    }

    SceneRequest scene;
    bool absorbs_at_surface = false; ///< the last attenuation depth was "inf"
    bool misset_seed_given = false;
    bool fluence_given = false;

    /// Stands at a token, whose values are read next.
    void at(std::size_t index) { index_ = index; }
    [[nodiscard]] const std::string& token() const { return (*args_)[index_]; }
    [[nodiscard]] std::size_t index() const { return index_; }
    [[nodiscard]] bool has_word(std::size_t n) const { return index_ + n < args_->size(); }
    [[nodiscard]] const std::string& word(std::size_t n = 1) const; ///< n-th value after the token
    [[nodiscard]] double number(std::size_t n = 1) const;
    /// A fraction is cut off as in the C program, with a notice.
    [[nodiscard]] int integer(std::size_t n = 1);
    [[nodiscard]] engine::Vec3<double> vector() const;
    [[nodiscard]] bool has_quirk(engine::Quirk quirk) const {
        return scene.experiment.quirks.has(quirk);
    }

    /// Says that a trap was stepped into.
    void notice(engine::Quirk quirk, const std::string& text);
    [[noreturn]] void fail(const std::string& problem, const std::string& remedy) const;

  private:
    const std::vector<std::string>* args_;
    std::size_t index_ = 0;
};

/// How the C program matches a token: anywhere in it, or the whole of it.
enum class Match : std::uint8_t { contains, exact };

struct Option {
    std::string_view pattern;
    Match match = Match::contains;
    std::function<void(ArgumentReader&)> apply;
    int values = 1;                        ///< words that follow, for messages
    std::vector<std::string_view> topics;  ///< what it sets; a later one of the same replaces it
    std::vector<std::string_view> names{}; ///< full names besides the pattern itself
    bool last = false;                     ///< a token it matches meets no later option
    bool without_effect = false;           ///< the C program reads it and never uses it

    /// Whether the C program takes the token for this option.
    [[nodiscard]] bool matches(std::string_view token) const {
        return match == Match::exact ? token == pattern
                                     : token.find(pattern) != std::string_view::npos;
    }
    /// Whether the token is this option's full name.
    [[nodiscard]] bool is_named(std::string_view token) const;
};

/// Every option of the C program, with what it sets.
[[nodiscard]] const std::vector<Option>& nanobragg_options();

/// Geometry from the header of an SMV image, as the C program takes it.
/// @param flip_beam_y  measure the beam centre's Y from the other edge (it does so for masks)
void apply_smv_header(const std::filesystem::path& file, bool flip_beam_y, ArgumentReader& reader);

} // namespace tapir::harness
