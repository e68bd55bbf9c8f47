#include "format/foreign_text.hpp"

#include <nlohmann/json.hpp>

#include "format/line_tools.hpp"
#include "tapir/trace/base/number_text.hpp"

namespace tapir::trace {

namespace {

using nlohmann::json;

PrintedValue exact_value(double number) {
    PrintedValue value;
    value.number = number;
    value.numeric = true;
    value.text = shortest(number);
    return value;
}

std::optional<Pixel> pixel_in(const json& document) {
    for (const char* holder : {"pixel", "metadata"}) {
        const auto found = document.find(holder);
        if (found == document.end() || !found->is_object()) {
            continue;
        }
        const auto slow = found->find("slow");
        const auto fast = found->find("fast");
        if (slow != found->end() && fast != found->end() && slow->is_number_integer() &&
            fast->is_number_integer()) {
            return Pixel{slow->get<int>(), fast->get<int>()};
        }
    }
    return std::nullopt;
}

/// @return false for an entry without a phi step
bool add_entry(const json& entry, const Site& pixel, int number, TraceFile& file) {
    const auto tic = entry.is_object() ? entry.find("phi_tic") : entry.end();
    if (!entry.is_object() || tic == entry.end() || !tic->is_number_integer()) {
        return false;
    }
    Site site = pixel;
    set_site_index(site, "phi_tic", tic->get<int>(), file.loops);
    for (const auto& [key, value] : entry.items()) {
        if (key != "phi_tic" && value.is_number()) {
            file.records.push_back(
                {"PHI", key, site, {exact_value(value.get<double>())}, "", number, 0});
        }
    }
    return true;
}

} // namespace

bool parse_per_phi_json(std::string_view text, TraceFile& file) {
    constexpr int deepest = 8;
    const auto shallow = [](int depth, json::parse_event_t, json&) { return depth <= deepest; };
    const json document = json::parse(text, shallow, false);
    if (!document.is_object()) {
        return false;
    }
    const auto found = document.contains("per_phi_entries") ? document.find("per_phi_entries")
                                                            : document.find("traces");
    if (found == document.end() || !found->is_array()) {
        return false;
    }
    file.dialect = Dialect::py;
    Site site;
    if (const auto pixel = pixel_in(document)) {
        file.pixels = {*pixel};
        site.set_pixel(*pixel);
    }
    int number = 0;
    for (const json& entry : *found) {
        if (!add_entry(entry, site, ++number, file)) {
            file.problems.push_back("entry " + std::to_string(number) +
                                    ": no object with a whole number phi_tic");
        }
    }
    return true;
}

} // namespace tapir::trace
