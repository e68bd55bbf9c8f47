#pragma once

#include <array>

namespace tapir::reports {

/// A colour of the page, as CSS writes it.
struct Shade {
    const char* name; ///< of the CSS variable
    const char* light;
    const char* dark;
};

inline constexpr std::array palette{
    Shade{"paper", "#ffffff", "#14171a"},      Shade{"panel", "#f4f5f7", "#1e2226"},
    Shade{"ink", "#1a1c1e", "#eceff1"},        Shade{"muted", "#51565b", "#b4bcc4"},
    Shade{"line", "#767b80", "#858c93"},       Shade{"link", "#0b4f9e", "#8cc4ff"},
    Shade{"root", "#a8071a", "#ff9d9d"},       Shade{"root-tint", "#fdecea", "#3a1518"},
    Shade{"propagated", "#7a4300", "#f5b968"}, Shade{"propagated-tint", "#fff3df", "#33240c"},
    Shade{"agree", "#14602b", "#7fdc9a"},      Shade{"agree-tint", "#e8f5ea", "#10291a"},
    Shade{"absent", "#6b1f8a", "#dba6f5"},     Shade{"absent-tint", "#f6eafa", "#2c1638"},
    Shade{"reference", "#0b4f9e", "#8cc4ff"},  Shade{"candidate", "#a34700", "#ffb26b"},
};

/// Colours that meet on the page, and the contrast that WCAG 2.1 AA asks of them: 4.5 for text,
/// 3 for what is drawn.
struct Meeting {
    const char* front;
    const char* back;
    double least;
};

inline constexpr double text_contrast = 4.5;
inline constexpr double drawing_contrast = 3;

inline constexpr std::array meetings{
    Meeting{"ink", "paper", text_contrast},
    Meeting{"ink", "panel", text_contrast},
    Meeting{"muted", "paper", text_contrast},
    Meeting{"muted", "panel", text_contrast},
    Meeting{"link", "paper", text_contrast},
    Meeting{"link", "panel", text_contrast},
    Meeting{"paper", "link", text_contrast},
    Meeting{"root", "paper", text_contrast},
    Meeting{"root", "panel", text_contrast},
    Meeting{"root", "root-tint", text_contrast},
    Meeting{"ink", "root-tint", text_contrast},
    Meeting{"propagated", "paper", text_contrast},
    Meeting{"propagated", "propagated-tint", text_contrast},
    Meeting{"ink", "propagated-tint", text_contrast},
    Meeting{"agree", "paper", text_contrast},
    Meeting{"agree", "agree-tint", text_contrast},
    Meeting{"ink", "agree-tint", text_contrast},
    Meeting{"absent", "paper", text_contrast},
    Meeting{"absent", "absent-tint", text_contrast},
    Meeting{"ink", "absent-tint", text_contrast},
    Meeting{"reference", "panel", text_contrast},
    Meeting{"candidate", "panel", text_contrast},
    Meeting{"line", "paper", drawing_contrast},
    Meeting{"line", "panel", drawing_contrast},
    Meeting{"muted", "root-tint", drawing_contrast},
};

} // namespace tapir::reports
