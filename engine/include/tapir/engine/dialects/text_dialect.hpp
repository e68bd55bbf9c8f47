#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "tapir/engine/experiment.hpp"
#include "tapir/engine/loops.hpp"
#include "tapir/engine/phi_state.hpp"
#include "tapir/trace/record/program_model.hpp"
#include "tapir/trace/record/sink.hpp"

namespace tapir::engine {

/// Prints records as another program's trace lines. It formats what the taps delivered and
/// computes nothing but unit conversions, which stand in the program model.
class TextDialectSink : public trace::Sink {
  public:
    explicit TextDialectSink(trace::Dialect dialect) : dialect_(dialect) {}

    void record(const trace::TapSpec& spec, const trace::Site& site,
                std::span<const double> values) final;

    /// Announces the pixel whose records follow.
    virtual void begin_pixel(trace::Pixel pixel) = 0;
    /// The whole text; call it once, at the end.
    [[nodiscard]] virtual std::string finish() = 0;

  protected:
    /// Called after each record, with the record's values already current.
    virtual void on_record(const trace::TapSpec& spec, const Site& site) = 0;

    /// Last recorded values of a tap; of a table made in set-up (phi, wavelength, ...) the entry
    /// that belongs to the site of the last record. @throws InternalError  never recorded
    [[nodiscard]] const std::vector<double>& current(const trace::TapSpec& tap) const;
    [[nodiscard]] const std::vector<double>& current(std::string_view tap) const;
    [[nodiscard]] bool has(std::string_view tap) const;

    /// One printed value, named as the program model names it.
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

    /// Where a printed value comes from.
    struct PrintedValue {
        const trace::TapSpec* tap = nullptr;
        std::size_t component = 0;
        double multiply = 1, divide = 1;
    };
    /// @throws InternalError  the program model has no such key
    [[nodiscard]] PrintedValue find(const PrintedName& name) const;

    /// Values that are printed one after the other, looked up once.
    struct Fields {
        std::vector<std::string> names; ///< " key="
        std::vector<PrintedValue> values;
    };
    [[nodiscard]] Fields fields(std::string_view kind,
                                const std::vector<std::string_view>& keys) const;
    /// " key=v" for each of them
    void append(std::string& text, const Fields& fields) const;

    /// Says of which pixel the lines that follow are.
    [[nodiscard]] static std::string config_line(trace::Pixel pixel);

    std::string text_;
    std::string prefix_;

  private:
    trace::Dialect dialect_;
    trace::Site here_;
    [[nodiscard]] double number(const PrintedValue& printed) const;

    std::unordered_map<const trace::TapSpec*, std::vector<double>> current_;
    std::unordered_map<const trace::TapSpec*, std::map<trace::Site, std::vector<double>>> tables_;
};

/// Exactly the lines of the C program with its trace option, in its order.
[[nodiscard]] std::unique_ptr<TextDialectSink> make_c_dialect(const Experiment& experiment);

/// The lines of the Python port's tracer.
/// @param emit_rot_stars  add TRACE_PY_ROTSTAR lines, one a phi step
[[nodiscard]] std::unique_ptr<TextDialectSink> make_py_dialect(bool emit_rot_stars);

} // namespace tapir::engine
