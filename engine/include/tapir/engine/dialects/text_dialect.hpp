#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tapir/engine/experiment.hpp"
#include "tapir/engine/phi_state.hpp"
#include "tapir/trace/dictionary.hpp"
#include "tapir/trace/sink.hpp"

namespace tapir::engine {

/// Prints records as another program's trace lines. It formats what the taps delivered and
/// computes nothing but unit conversions, which stand in the dictionary.
class TextDialectSink : public trace::Sink {
  public:
    explicit TextDialectSink(trace::Dialect dialect) : dialect_(dialect) {}

    void record(const trace::TapSpec& spec, const trace::Site& site,
                std::span<const double> values) final;

    /// Announces the pixel whose records follow.
    virtual void begin_pixel(PixelIndex pixel) = 0;
    /// The whole text; call it once, at the end.
    [[nodiscard]] virtual std::string finish() = 0;

  protected:
    /// Called after each record, with the record's values already current.
    virtual void on_record(const trace::TapSpec& spec, const trace::Site& site) = 0;

    /// Last recorded values of a tap; of a table made in set-up (phi, wavelength, ...) the entry
    /// that belongs to the site of the last record. @throws InternalError  never recorded
    [[nodiscard]] const std::vector<double>& current(std::string_view tap) const;
    [[nodiscard]] bool has(std::string_view tap) const;

    /// One printed value, named as the dictionary names it.
    struct PrintedName {
        std::string_view kind, key;
        int part = 0;
        int occurrence = -1;
        std::string_view label = "";
    };
    /// Its text, from the current records.
    [[nodiscard]] std::string value_text(const PrintedName& name) const;
    /// "TRACE_X: key v v v", or "TRACE_X_KIND: key v v v"
    void print_line(std::string_view key, std::string_view kind = "");
    /// "TRACE_X_KIND" + " key=v" for each key
    [[nodiscard]] std::string fields(std::string_view kind,
                                     const std::vector<std::string_view>& keys) const;

    std::string text_;
    std::string prefix_;

  private:
    trace::Dialect dialect_;
    trace::Site here_;
    std::map<std::string, std::vector<double>, std::less<>> current_;
    std::map<std::string, std::map<trace::Site, std::vector<double>>, std::less<>> tables_;
};

/// Exactly the lines of the C program with its trace option, in its order.
[[nodiscard]] std::unique_ptr<TextDialectSink> make_c_dialect(const Experiment& experiment);

/// The lines of the Python port's tracer.
/// @param emit_rot_stars  add TRACE_PY_ROTSTAR lines, one a phi step
[[nodiscard]] std::unique_ptr<TextDialectSink> make_py_dialect(bool emit_rot_stars);

} // namespace tapir::engine
