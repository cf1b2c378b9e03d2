#include "app/acrida/limit/limit_text.h"
namespace acrida::app {
Findings findings_of(const capacity::Search&, const LoadUnit&) { return {}; }
}  // namespace acrida::app
