// In what HttpSession and FastHttpSession differ.
#pragma once

#include <string>
#include <string_view>

#include "http/call.h"

namespace acrida::scenario::python {

class Exchange;

struct Flavour {
  bool fast;            // FastHttpSession
  const char* helpers;  // the module in Python that does what is seldom asked for
};
extern const Flavour kHttpFlavour, kFastFlavour;

// Whether an answer with this status counts as a success.
bool is_success(const Flavour& flavour, int status);

// The text that the failure of a request is counted by: repr() of the exception that make_error() in the
// flavour's helpers makes. `url`: what the request is named after in it. Empty: it has not failed.
std::string error_text(const Flavour& flavour, const Exchange& exchange, std::string_view url);

// Appends the text as repr() shows it.
void append_repr(std::string& out, std::string_view text);

}  // namespace acrida::scenario::python
