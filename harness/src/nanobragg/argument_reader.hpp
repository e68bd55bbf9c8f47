#pragma once

#include <cstddef>
#include <string>
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

} // namespace tapir::harness
