#include "ptx/known_forms.hpp"

#include "ptx/bit_forms.hpp"
#include "ptx/comparison_forms.hpp"
#include "ptx/conversion_forms.hpp"
#include "ptx/float_forms.hpp"
#include "ptx/fused_forms.hpp"
#include "ptx/integer_forms.hpp"
#include "ptx/move_forms.hpp"
#include "ptx/product_forms.hpp"
#include "ptx/rounded_forms.hpp"

namespace tapir::engine::ptx {

const FormTable& known_forms() {
    static const FormTable all = [] {
        FormTable table;
        add_float_forms(table);
        add_rounded_forms(table);
        add_fused_forms(table);
        add_integer_forms(table);
        add_product_forms(table);
        add_bit_forms(table);
        add_comparison_forms(table);
        add_conversion_forms(table);
        add_move_forms(table);
        return table;
    }();
    return all;
}

} // namespace tapir::engine::ptx
