#include "cases.hpp"

#include <sstream>

namespace tapir::speed {

namespace {

std::vector<std::string> words(const std::string& text) {
    std::istringstream stream(text);
    std::vector<std::string> list;
    std::string word;
    while (stream >> word) {
        list.push_back(word);
    }
    return list;
}

} // namespace

std::vector<Case> speed_cases(const std::string& data) {
    const std::string common =
        "-mat " + data + "/A_supervisor.mat -hkl " + data +
        "/p1_synthetic.hkl -nonoise -nointerpolate -oversample 1 -exposure 1 -flux 1e18 "
        "-beamsize 1.0 -spindle_axis -1 0 0 -distance 231.274660 -lambda 0.976800 -pixel 0.172 "
        "-odet_vector -0.000088 0.004914 -0.999988 -sdet_vector -0.005998 -0.999970 -0.004913 "
        "-fdet_vector 0.999982 -0.005998 -0.000118 -beam_vector 0.00051387949 0.0 -0.99999986 "
        "-Na 36 -Nb 47 -Nc 29 -osc 0.1 -phi 0 ";
    const std::string full = common + "-Xbeam 217.742295 -Ybeam 213.907080 -detpixels_x 2463 "
                                      "-detpixels_y 2527 ";
    const std::string small =
        common + "-Xbeam 44.032 -Ybeam 44.032 -detpixels_x 512 -detpixels_y 512 ";
    constexpr double full_pixels = 2463.0 * 2527.0;
    constexpr double small_pixels = 512.0 * 512.0;
    return {
        {"supervisor", "2463 x 2527 pixels, 10 phi steps", words(full + "-phisteps 10"),
         full_pixels * 10},
        {"mosaic", "512 x 512 pixels, 5 phi steps, 50 domains",
         words(small + "-phisteps 5 -mosaic 0.5 -mosaic_domains 50"), small_pixels * 250},
        {"divergence", "512 x 512 pixels, 885 sources",
         words(small + "-phisteps 1 -hdivrange 1 -vdivrange 1 -hdivsteps 33 -vdivsteps 33"),
         small_pixels * 885},
        {"single_step", "2463 x 2527 pixels, 1 step", words(full + "-phisteps 1"), full_pixels},
    };
}

} // namespace tapir::speed
