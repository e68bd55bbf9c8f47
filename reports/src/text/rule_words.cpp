#include "text/rule_words.hpp"

#include <array>

namespace tapir::reports {

namespace {

using trace::Rule;
using enum Joint;

/// One line a rule, in the order of the enumeration.
constexpr std::array<RuleWords, trace::rules> table{{
    {Rule::no_relation, clause, "no simple relation between the two values was recognised"},
    {Rule::opposite_sign, clause, "every departing component has the opposite sign"},
    {Rule::components_reordered, clause, "the same components in another order"},
    {Rule::zero_for_value, clause, "zero stands where the stage gives a value"},
    {Rule::stage_times_power_of_ten, clause, "the {side}'s value is the stage's times 10^{0}"},
    {Rule::stage_times_angle_unit, clause, "the {side}'s value is the stage's times {0}"},
    {Rule::stage_times_whole, clause, "the {side}'s value is the stage's times {0}"},
    {Rule::stage_divided_by_whole, clause, "the {side}'s value is the stage's divided by {0}"},
    {Rule::stage_times_round, clause, "the {side}'s value is the stage's times {0}"},
    {Rule::stage_times_constant, clause, "the {side}'s value is the stage's times {0}"},
    {Rule::stage_plus_round, clause, "the {side}'s value is the stage's plus {0}"},
    {Rule::stage_plus_constant, clause, "the {side}'s value is the stage's plus {0}"},
    {Rule::not_normalised, clause,
     "the {side}'s vector is the stage's unit vector times {0}: it is not normalised"},
    {Rule::rounded_to_single, clause, "the stage's value rounded to single precision"},
    {Rule::rounded_to_digits, clause, "the stage's value rounded to {0} digits"},
    {Rule::rounded_to_decimals, clause, "the stage's value with {0} decimals"},
    {Rule::short_pi, clause, "pi was taken as {0}"},
    {Rule::vectors_turned, clause, "the same vectors, turned by {0} degrees[, {1} {2}]"},
    {Rule::turned_by_angle_unit, clause, "the angles by which the stage turns, times {0}"},
    {Rule::turned_by_round_factor, clause, "the angles by which the stage turns, times {0}"},
    {Rule::count_one_more, clause, "one too many"},
    {Rule::count_one_less, clause, "one too few"},
    {Rule::index_one_more, clause, "one too high"},
    {Rule::index_one_less, clause, "one too low"},
    {Rule::other_rounding_rule, clause, "decided on by another rule: {0}"},
    {Rule::sum_leaves_term_out, clause, "the sum leaves a term out"},
    {Rule::sum_starts_late, clause,
     "the sum does not start at its beginning: {0} stands in it already"},
    {Rule::repeats_site_before, clause, "it repeats the value of the site before"},
    {Rule::keeps_earlier_site, clause, "it keeps the value of an earlier site"},
    {Rule::numbers_exchanged, clause, "the value of {0} stands here, and this one's there"},
    {Rule::number_in_place_of_other, clause, "the value of {0} stands here"},
    {Rule::number_added, clause, "one {0} added or left out"},
    {Rule::half_number_added, clause, "a half of {0} added or left out"},
    {Rule::part_of_number_added, clause, "1/{0} of {1} added or left out"},
    {Rule::number_as_factor, clause, "a factor {0} left out or once too often"},
    {Rule::inverse_number_as_factor, clause, "a factor 1/{0} left out or once too often"},
    {Rule::number_in_own_unit, clause, "a factor that is {0} in a unit of its own"},
    {Rule::inverse_number_in_own_unit, clause, "a factor that is 1/{0} in a unit of its own"},
    {Rule::scene_with_switch, clause, "the {side}'s value is what the scene gives with {0}"},
    {Rule::parent_negated, with_change, "the opposite of {0}"},
    {Rule::parent_component_negated, with_change, "one component of opposite sign of {0}"},
    {Rule::parent_reordered, with_change, "the components in another order of {0}"},
    {Rule::parent_transposed, with_change, "the transpose of {0}"},
    {Rule::parent_next_index, with_change, "one index more of {0}"},
    {Rule::parent_previous_index, with_change, "one index less of {0}"},
    {Rule::parent_normalised, with_change, "the unit vector along {0}"},
    {Rule::parent_zeroed, with_change, "nothing in the place of {0}"},
    {Rule::parent_component_zeroed, with_change, "one component left out of {0}"},
    {Rule::parent_in_other_unit, with_change, "another unit of {0}"},
    {Rule::parent_left_out, with_change, "{0} left out"},
    {Rule::parent_replaced, with_change, "{0} in the place of {1}"},
    {Rule::parent_scaled, with_change, "{0} times {1}"},
    {Rule::parent_with_short_pi, with_change, "pi as {0} in {1}"},
    {Rule::value_of_next, with_change, "the next {0}"},
    {Rule::value_of_previous, with_change, "the previous {0}"},
    {Rule::stage_rearranged, with_change, "{0}"},
    {Rule::repeats_other_pixel, clause, "the {side} repeats here its own value of another pixel"},
    {Rule::repeats_earlier_step, clause,
     "the {side} repeats here its own value of {0} {1}, {2} step(s) earlier"},
    {Rule::repeats_later_step, clause,
     "the {side} repeats here its own value of {0} {1}, which it holds only after a whole scan: "
     "stale by one scan"},
    {Rule::declared_in_other_unit, clause,
     "the same number is declared in another unit: {0} by the reference, {1} by the candidate"},
    {Rule::declared_units_differ, clause,
     "the reference declares the unit {0} and the candidate {1}, which do not convert into each "
     "other"},
    {Rule::reference_times_power_of_ten, clause, "candidate is the reference times 10^{0}"},
    {Rule::reference_times_angle_unit, clause, "candidate is the reference times {0}"},
    {Rule::reference_times_whole, clause, "candidate is the reference times {0}"},
    {Rule::reference_divided_by_whole, clause, "candidate is the reference divided by {0}"},
    {Rule::reference_times_constant, clause, "candidate is the reference times {0}"},
    {Rule::reference_plus_constant, clause, "candidate is the reference plus {0}"},
    {Rule::reference_in_single, clause, "candidate is the reference rounded to single precision"},
    {Rule::within_one_in_a_million, clause, "all departures are below one part in a million"},
    {Rule::count_times_whole, clause, "a count that is the reference's times {0}"},
    {Rule::count_divided_by_whole, clause, "a count that is the reference's divided by {0}"},
    {Rule::decision_falls_otherwise, clause,
     "a decision falls the other way: the next whole number is taken, though what it is decided on "
     "agrees"},
    {Rule::reference_without_factor, clause,
     "candidate is the reference without the factor {0}, {1}"},
    {Rule::reference_times_factor, clause, "candidate is the reference times the factor {0}, {1}"},
    {Rule::reference_without_unprinted_factor, clause,
     "candidate is the reference without {0}, {1}, which neither prints and which follows from "
     "what the reference prints, by the program's usual options"},
    {Rule::reference_times_unprinted_factor, clause,
     "candidate is the reference times {0}, {1}, which neither prints and which follows from what "
     "the reference prints, by the program's usual options"},
    {Rule::not_finite_on_both_sides, clause,
     "not a finite number on both sides, which proves nothing"},
    {Rule::not_finite_on_one_side, clause, "not a finite number in the {side}"},
    {Rule::word_for_number, clause, "a word stands where a number belongs"},
    {Rule::words_differ_in_case, clause, "the words differ in capital letters only"},
    {Rule::words_differ, clause, "the words are not the same"},
    {Rule::coarser_print, clause,
     "it agrees to the digits of the coarser print, and nothing shows that more digits were not "
     "there"},
    {Rule::line_lacks_part, clause, "the {side}'s line has nothing in its place"},
    {Rule::other_brackets, clause, "the same stands in other brackets, cells or marks"},
    {Rule::lines_in_other_order, clause,
     "the lines stand in another order, and neither side's is that of their counters"},
    {Rule::stands_elsewhere, clause, "the line stands under another heading or in another step"},
    {Rule::prints_other_key, clause,
     "the {side} prints the number here that it prints as {0}, and the other side does not"},
    {Rule::rows_and_columns_exchanged, clause,
     "rows and columns are exchanged: the vectors of the candidate are the reference's matrix "
     "transposed[ (what is left is {0} of the difference)]"},
    {Rule::shifted_by_half_pixel, clause,
     "shifted by half a pixel ({0} m) in {1} component(s): another convention of the beam centre"},
    {Rule::shifted_by_half_pixels, clause,
     "shifted by {0} pixels ({1} m) in {2} component(s): another convention of the beam centre"},
    {Rule::empty_entry_of_list, clause,
     "the {side} has an entry of its list there with nothing in it: a line of the input file that "
     "is no entry, such as a comment, was read as one"},
    {Rule::steps_missing, clause, "the {side} has no record of {0} {1}, the first is {2} {3}"},
    {Rule::print_is_wrong, intro, "the print is wrong:"},
    {Rule::only_print_is_wrong, intro, "the computation is right and the print is wrong:"},
    {Rule::rest_follows_from_stage, clause,
     "{0} record(s) computed from it, {1} first, follow from what the stage gives and none from "
     "what was printed"},
    {Rule::nothing_follows_from_print, clause,
     "it is shown only, nothing is computed from it, and everything else agrees"},
    {Rule::printed_once_more, clause,
     "the same side prints it once more, as {0}, from which the rest follows[; this one is in "
     "another unit, 10^{1} of it]"},
    {Rule::used_follows_from_other_side, clause,
     "what the {side} computes from it, {0} first, follows from the other side's {1} and not from "
     "its own print"},
    {Rule::used_is_misprinted_too, clause,
     "of what the {side} computes from it only {0} follows, which is a wrong print too"},
    {Rule::printed_twice, clause, "the trace prints this record twice, once as {0}"},
    {Rule::printed_under_other_key, clause,
     "under another key the trace prints this record as {0}"},
    {Rule::printed_twice_alike, clause, "the trace prints this record twice, with the same value"},
    {Rule::not_finite, clause, "not a finite number, which proves nothing"},
    {Rule::inputs_give_other_value, clause, "it does not follow from the printed {0}"},
    {Rule::inputs_rearranged, clause, "it is {0}[, but for {1} of the difference]"},
    {Rule::on_side, intro, "of the {side}:"},
    {Rule::other_records_give, clause,
     "the other records give {0} for {1} by the program's usual options"},
    {Rule::both_misprinted, intro, "both sides agree on a wrong print:"},
    {Rule::both_differ_from_scene, clause,
     "both sides agree, and the scene gives {0}: either another scene made the traces, or both "
     "have the same fault; `tapir attest` on one of them tells its kind"},
    {Rule::both_differ_from_stage, clause,
     "both sides agree, and the scene gives {0} from the records before it: either another scene "
     "made the traces, or both have the same fault; `tapir attest` on one of them tells its kind"},
    {Rule::only_one_side_prints, clause,
     "only the {side} prints it, and the scene gives {0} from its records before it"},
    {Rule::side_departs_from_stage, clause,
     "the {side} departs from the stage's equation, the other side follows it"},
    {Rule::first_in_file_order, clause,
     "its lineage is not known, so this is the first in file order of {0} such departures"},
    {Rule::excess_departure, clause,
     "it departs by far more than what departs before it amounts to"},
    {Rule::log_states, clause, "the log of the {side} says {0} {1}[: {2}]"},
    {Rule::same_in_other_pixels, clause, "the same in {0} other pixel(s)"},
    {Rule::first_of_large_pixel, clause,
     "the first record of its pixel that departs, in the order of the file; the pixel's records "
     "are too many to be looked at closely"},
    {Rule::image_unrecognised, clause,
     "no relation of the whole images was recognised; trace the pixels below"},
    {Rule::image_shifted, clause,
     "the image is shifted by {0} pixel(s) along slow and {1} along fast"},
    {Rule::image_fast_reversed, clause, "the fast axis runs the other way"},
    {Rule::image_slow_reversed, clause, "the slow axis runs the other way"},
    {Rule::image_both_reversed, clause, "both axes run the other way, a turn by 180 degrees"},
    {Rule::image_axes_exchanged, clause, "fast and slow are exchanged"},
    {Rule::image_axes_exchanged_and_reversed, clause,
     "fast and slow are exchanged and both run the other way"},
    {Rule::image_turned_to_fast, clause,
     "the image is turned by 90 degrees, from slow towards fast"},
    {Rule::image_turned_to_slow, clause,
     "the image is turned by 90 degrees, from fast towards slow"},
    {Rule::image_times_constant, clause, "the whole image is the reference times {0}"},
    {Rule::image_negated, clause, "the whole image has the opposite sign"},
    {Rule::image_plus_constant, clause, "the whole image is the reference plus {0}"},
    {Rule::image_not_finite, intro, "not a finite number:"},
    {Rule::pixels_of_one_side, item, "{0} pixel(s) of the {side} alone"},
    {Rule::pixels_on_both_sides, item, "{0} pixel(s) on both sides, which proves nothing"},
    {Rule::image_zero_signs, clause, "zero has the other sign in {0} pixel(s)"},
    {Rule::image_with_switch, clause, "the {side} is what this engine gives with {0}"},
    {Rule::or_else, intro, "or"},
    {Rule::images_cannot_tell, aside, "(these images do not tell which)"},
    {Rule::image_exchanged_in_file, clause,
     "the candidate's file holds rows of {0} pixels, and was read with the row length of the "
     "reference"},
    {Rule::image_row_length, clause,
     "the row length (stride) is another: the {side}'s rows are laid out {0} pixels apart"},
    {Rule::image_line, clause, "the whole image is the reference times {0} plus {1}"},
    {Rule::image_function, clause, "each value is {0} of the reference's"},
    {Rule::image_power, clause, "each value is the reference's to the power {0}, times {1}"},
    {Rule::image_clipped_above, clause,
     "the values are clipped: the candidate has at most {0}, which {1} pixel(s) of the reference "
     "are above"},
    {Rule::image_clipped_below, clause,
     "the values are clipped: the candidate has at least {0}, which {1} pixel(s) of the reference "
     "are below"},
    {Rule::image_whole_numbers, clause,
     "the candidate holds the reference's values as whole numbers ({0})[, after times {1} plus "
     "{2}]"},
    {Rule::image_every_column, clause,
     "only columns depart that are a multiple of {1} pixels apart, fast {0} and every {1} after "
     "it: {2} of their {3} pixels"},
    {Rule::image_every_row, clause,
     "only rows depart that are a multiple of {1} pixels apart, slow {0} and every {1} after it: "
     "{2} of their {3} pixels"},
    {Rule::image_every_pixel, clause,
     "only pixels depart that are a multiple of {1} apart in file order, number {0} and every {1} "
     "after it: {2} of these {3} pixels"},
    {Rule::image_grid, clause,
     "only the pixels of a grid depart, slow {0} and every {1} after it, fast {2} and every {3} "
     "after it: {4} of these {5} pixels"},
    {Rule::image_rectangle, clause,
     "only slow {0}..{1}, fast {2}..{3} departs: {4} of these {5} pixels"},
    {Rule::pixels_constant, clause, "the candidate has {0} there"},
    {Rule::pixels_times_constant, clause, "the candidate is the reference times {0} there"},
    {Rule::pixels_plus_constant, clause, "the candidate is the reference plus {0} there"},
    {Rule::pixels_plus_pixel_before, clause,
     "the value of the pixel before it is added to each of them, or nearly so"},
    {Rule::pixels_of_pixel_before, clause, "each of them has the value of the pixel before it"},
    {Rule::pixels_unrelated, clause, "no relation of the values there was recognised"},
    {Rule::image_byte_order, clause,
     "the bytes of each pixel of the {side} stand in the opposite order (big endian for little "
     "endian)"},
    {Rule::image_of_whole_numbers, clause,
     "the {side}'s file holds whole numbers of 32 bits, which were read as single-precision "
     "numbers"},
    {Rule::image_of_whole_numbers_swapped, clause,
     "the {side}'s file holds whole numbers of 32 bits with their bytes in the opposite order (big "
     "endian for little endian), which were read as single-precision numbers"},
    {Rule::image_residual, clause,
     "that explains {0} of the {1} pixels that depart where it says something; |sqrt a - sqrt b| / "
     "|sqrt b| falls from {2} to {3}"},
    {Rule::image_with_threads, clause,
     "the {side} is what the C program gives with {0} thread(s): a step lies at phi = 0, and the "
     "first pixel of each thread starts afresh there"},
    {Rule::and_then, intro, "and then"},
    {Rule::image_in_part, intro, "of most of what departs, not of all, it is true that"},
}};

/// Whether the table stands in the order of the enumeration, so that a rule is its own place.
constexpr bool is_in_order() {
    for (std::size_t place = 0; place < table.size(); ++place) {
        if (static_cast<std::size_t>(table[place].rule) != place) {
            return false;
        }
    }
    return true;
}
static_assert(is_in_order());

} // namespace

const RuleWords& words_of(trace::Rule rule) {
    return table.at(static_cast<std::size_t>(rule));
}

} // namespace tapir::reports
