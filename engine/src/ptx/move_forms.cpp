#include "ptx/move_forms.hpp"

#include "ptx/lane_loops.hpp"
#include "ptx/type_of.hpp"

namespace tapir::engine::ptx {

namespace {

template <class Bits>
void add_moves(FormTable& table, const std::string& of_floats) {
    const Form form = form_of<Bits, Bits>([](Bits a) { return a; }, Unwritten::copied);
    table["mov." + bits_suffix<Bits>] = form;
    table["mov." + type_suffix<Bits>] = form;
    table["mov." + type_suffix<std::make_signed_t<Bits>>] = form;
    if (!of_floats.empty()) {
        table["mov." + of_floats] = form;
    }
}

template <class Whole, class Part, std::size_t place>
void add_piece(FormTable& table) {
    table[name_of_piece(sizeof(Whole), sizeof(Part), place)] = form_of<Part, Whole>(
        [](Whole a) { return static_cast<Part>(a >> (8 * sizeof(Part) * place)); },
        Unwritten::copied);
}

template <class Whole, class Half>
void add_halves(FormTable& table) {
    add_piece<Whole, Half, 0>(table);
    add_piece<Whole, Half, 1>(table);
    table[name_of_join(sizeof(Whole))] = form_of<Whole, Half, Half>(
        [](Half low, Half high) {
            return static_cast<Whole>(Whole{high} << (8 * sizeof(Half)) | low);
        },
        Unwritten::copied);
}

} // namespace

std::string name_of_piece(std::size_t whole, std::size_t part, std::size_t place) {
    return "piece " + std::to_string(place) + " of " + std::to_string(part) + " bytes of " +
           std::to_string(whole);
}

std::string name_of_join(std::size_t whole) {
    return std::to_string(whole) + " bytes of two halves";
}

void add_move_forms(FormTable& table) {
    add_moves<std::uint16_t>(table, "");
    add_moves<std::uint32_t>(table, "f32");
    add_moves<std::uint64_t>(table, "f64");
    table["mov.pred"] = form_of<Truth, Truth>([](Truth a) { return a; }, Unwritten::copied);
    add_halves<std::uint64_t, std::uint32_t>(table);
    add_halves<std::uint32_t, std::uint16_t>(table);
}

} // namespace tapir::engine::ptx
