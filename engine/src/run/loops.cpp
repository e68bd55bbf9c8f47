#include "tapir/engine/loops.hpp"

namespace tapir::engine {

const trace::Loops& loop_names() {
    static const trace::Loops names({"slow", "row's pixel"}, {"fast", "pixel"},
                                    {{"thick", "layer"},
                                     {"sub_s", "subpixel row", "row(s) of subpixels"},
                                     {"sub_f", "subpixel column", "column(s) of subpixels"},
                                     {"source"},
                                     {"phi_tic", "phi step"},
                                     {"mos", "mosaic domain"}});
    return names;
}

} // namespace tapir::engine
