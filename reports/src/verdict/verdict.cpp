#include "tapir/reports/verdict/verdict.hpp"

namespace tapir::reports {

const char* to_text(trace::Verdict verdict) {
    switch (verdict) {
    case trace::Verdict::parity:
        return "parity";
    case trace::Verdict::divergence:
        return "divergence";
    case trace::Verdict::not_attested:
        return "not_attested";
    case trace::Verdict::not_comparable:
        return "not_comparable";
    }
    return "?";
}

} // namespace tapir::reports
