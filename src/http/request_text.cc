#include "http/request_text.h"

#include <charconv>

#include "base/text.h"
#include "base/words.h"

namespace acrida::http {
namespace {

bool is_fit(char c) { return c > 0x20 && c < 0x7f; }

}  // namespace

void append_number(std::string& out, std::uint64_t number) {
  char digits[20];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

bool announces_body(const Request& request) {
  const std::string_view method = request.method;  // which compares lengths first
  return !request.body.empty() || request.body_source || method == "POST" || method == "PUT" ||
         method == "PATCH";
}

std::optional<std::uint64_t> length_of_body(const Request& request) {
  return request.body_source ? request.body_length : request.body.size();
}

bool awaits_continue(const Request& request) {
  return (!request.body.empty() || request.body_source) &&
         base::iequals(request.fields.find("Expect"), "100-continue");
}

void append_method(std::string& out, std::string_view method) {
  if (method == "GET" || method == "POST" || is_token(method)) {
    out.append(method);
  } else {
    for (const char& c : method) {
      if (is_token({&c, 1})) out += c;
    }
  }
}

void append_target(std::string& out, std::string_view target) {
  if (target.empty()) out += '/';
  const auto unfit = [](std::uint64_t word) {
    return base::words::any_below(word, 0x21) || base::words::any_above(word, 0x7e);
  };
  if (!base::any_word(target, unfit)) {
    out.append(target);
    return;
  }
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  for (const char c : target) {
    const auto byte = static_cast<unsigned char>(c);
    if (is_fit(c)) {
      out += c;
    } else {
      ((out += '%') += kDigits[byte >> 4]) += kDigits[byte & 15];
    }
  }
}

}  // namespace acrida::http
