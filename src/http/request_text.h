// The parts of a request that go over the wire as text, whatever version of HTTP carries it.
#pragma once

#include <string>
#include <string_view>

#include <acrida/export.h>

#include "http/message.h"

namespace acrida::http {

// Appends the method: nothing that a user puts into it may end the line and begin a request of its own, so
// what may not stand in one is left out.
void append_method(std::string& out, std::string_view method);
// Appends the target, "/" if it is empty; blanks, controls and non-ASCII bytes are percent-encoded.
void append_target(std::string& out, std::string_view target);

// A body is announced even when it is empty, for the methods that are expected to have one (RFC 9110 §8.6).
bool announces_body(const Request& request);
// How long the body is; nullopt: its source does not know.
std::optional<std::uint64_t> length_of_body(const Request& request);
// The server is asked whether it wants the body before it is sent (RFC 9110 §10.1.1).
ACRIDA_API bool awaits_continue(const Request& request);
// Appends the number in decimal digits.
void append_number(std::string& out, std::uint64_t number);

}  // namespace acrida::http
