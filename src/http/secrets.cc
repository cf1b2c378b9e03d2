#include "http/secrets.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

#include "base/text.h"

namespace acrida::http {
namespace {

constexpr std::string_view kMask = "***";
constexpr std::size_t kNone = std::string_view::npos;

// Anywhere in a name, without its punctuation.
constexpr std::array<std::string_view, 17> kSecretParts{
    "password",   "passwd", "passphrase", "passcode",      "pwd",     "secret",
    "token",      "apikey", "accesskey",  "privatekey",    "session", "sessid",
    "credential", "cookie", "bearer",     "authorization", "jwt"};
constexpr std::array<std::string_view, 6> kSecretNames{"pass", "auth", "sid", "pin", "otp", "xauth"};

// The ASCII character that the hexadecimal digits at the front stand for; nullopt if they are none.
std::optional<char> ascii_of(std::string_view text, std::size_t digits) {
  if (text.size() < digits) return std::nullopt;
  int value = 0;
  for (const char c : text.substr(0, digits)) {
    if (base::hex_digit(c) < 0) return std::nullopt;
    value = value * 16 + base::hex_digit(c);
  }
  return value < 0x80 ? std::optional(static_cast<char>(value)) : std::nullopt;
}

// The letters and digits of a name, in small letters and with its escapes undone.
std::string essence_of(std::string_view name) {
  std::string letters;
  const auto add = [&](char c) {
    const char low = base::lowered(c);
    if ((low >= 'a' && low <= 'z') || (low >= '0' && low <= '9')) letters += low;
  };
  for (std::size_t i = 0; i < name.size(); ++i) {
    const auto escaped = name[i] == '%'                      ? ascii_of(name.substr(i + 1), 2)
                         : name.substr(i).starts_with("\\u") ? ascii_of(name.substr(i + 2), 4)
                                                             : std::nullopt;
    if (escaped) i += name[i] == '%' ? 2 : 5;
    add(escaped.value_or(name[i]));
  }
  return letters;
}

bool is_quote(char c) { return c == '"' || c == '\''; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
// What a name without quotes is made of; % for its escapes, brackets for user[password].
bool is_name_character(char c) {
  const char low = base::lowered(c);
  return (low >= 'a' && low <= 'z') || (c >= '0' && c <= '9') ||
         std::string_view("_-.~%+[]$").find(c) != kNone;
}

// Quotes are escaped once more for each string they are nested in: ", \", \\\". A quote's level is the number
// of backslashes that belong to its nesting (0, 1, 3 …); those of an escaped backslash before it do not.
std::size_t level_after(std::size_t backslashes) { return (backslashes ^ (backslashes + 1)) >> 1; }

class Masker {
 public:
  explicit Masker(std::string_view text) : text_(text) {
    const auto first = std::find_if_not(text.begin(), text.end(), is_blank);
    is_json_ = first != text.end() && (*first == '{' || *first == '[' || *first == '"');
  }

  // Names within what is masked already are looked at, too: their values may reach beyond it.
  std::string run() {
    for (std::size_t i = 0; i < text_.size(); ++i) {
      if (text_[i] == ':') after_colon(i);
      if (text_[i] == '=') after_equals(i);
    }
    out_ += text_.substr(std::min(kept_from_, text_.size()));
    return std::move(out_);
  }

 private:
  char at(std::size_t i) const { return i < text_.size() ? text_[i] : '\0'; }
  std::size_t backslashes_before(std::size_t i) const {
    std::size_t count = 0;
    while (count < i && text_[i - count - 1] == '\\') ++count;
    return count;
  }
  std::size_t level_of(std::size_t quote) const { return level_after(backslashes_before(quote)); }
  std::size_t skip_blanks(std::size_t i) const {
    while (i < text_.size() && is_blank(text_[i])) ++i;
    return i;
  }

  void after_colon(std::size_t colon) {
    std::size_t end = colon;  // of the name
    while (end > 0 && is_blank(text_[end - 1])) --end;
    if (end == 0) return;
    if (!is_quote(text_[end - 1])) return after_header_name(colon);
    const std::size_t level = level_of(end - 1);
    if (!is_secret_name(quoted_before(end - 1, level))) return;
    const std::size_t begin = begin_of_value(colon + 1);
    if (opens_string(begin)) {
      if (level_of(quote_at(begin)) >= level) mask_string(begin);
      return;  // else the string around it has ended: there is no value
    }
    const std::string quote = std::string(level, '\\') + text_[end - 1];
    if (begin >= text_.size()) return;
    replace(begin, at(begin) == '{' || at(begin) == '[' ? end_of_nested(begin, level) : end_of_literal(begin),
            quote + std::string(kMask) + quote);
  }

  // Blanks may be escaped, too, in a string.
  std::size_t begin_of_value(std::size_t i) const {
    while (true) {
      i = skip_blanks(i);
      std::size_t escaped = i;
      while (at(escaped) == '\\') ++escaped;
      if (escaped == i || std::string_view("nrt").find(at(escaped)) == kNone) return i;
      i = escaped + 1;
    }
  }

  // The name in front of the quote at `end`. Without a beginning (cut off) it is all there is.
  std::string_view quoted_before(std::size_t end, std::size_t level) const {
    const std::size_t end_of_name = end - std::min(level, end);
    for (std::size_t i = end_of_name; i > 0; --i) {
      if (text_[i - 1] == text_[end] && level_of(i - 1) <= level) return text_.substr(i, end_of_name - i);
    }
    return text_.substr(0, end_of_name);
  }

  // A header, when it is at the start of a line; \n in a JSON string is one, too.
  void after_header_name(std::size_t colon) {
    std::size_t begin = colon;
    while (begin > 0 && is_name_character(text_[begin - 1])) --begin;
    const std::string_view name = text_.substr(begin, colon - begin);
    if (!is_secret_name(name)) return;
    const std::string essence = essence_of(name);
    const bool well_known = essence.find("authorization") != kNone || essence.find("cookie") != kNone;
    if (!well_known && begin > 0 && std::string_view("\n\r\\").find(text_[begin - 1]) == kNone) return;
    std::size_t value = colon + 1;
    while (at(value) == ' ' || at(value) == '\t') ++value;
    std::size_t end = value;
    while (end < text_.size() && text_[end] != '\n' && text_[end] != '\r') {
      if (is_json_ && text_[end] == '"' && level_of(end) == 0) break;
      if (is_json_ && (text_.substr(end).starts_with("\\n") || text_.substr(end).starts_with("\\r"))) {
        if (backslashes_before(end) % 2 == 0) break;
      }
      ++end;
    }
    if (end > value) replace(value, end, kMask);
  }

  void after_equals(std::size_t equals) {
    std::size_t begin = equals;
    while (begin > 0 && is_name_character(text_[begin - 1])) --begin;
    if (!is_secret_name(text_.substr(begin, equals - begin))) return;
    const std::size_t value = equals + 1;
    if (opens_string(value)) {
      // A quote may open the value, or end the string in which there is none.
      const std::size_t next = skip_blanks(quote_at(value) + 1);
      if (next < text_.size() && std::string_view(",}]:").find(text_[next]) == kNone) mask_string(value);
      return;
    }
    std::size_t end = value;
    while (end < text_.size() && !is_blank(text_[end]) && std::string_view("&\"<>").find(text_[end]) == kNone)
      ++end;
    end = std::max(value, without_backslashes(end));
    if (end > value) replace(value, end, kMask);
  }

  // A quote, perhaps with its backslashes before it.
  std::size_t quote_at(std::size_t i) const {
    while (at(i) == '\\') ++i;
    return i;
  }
  bool opens_string(std::size_t i) const { return is_quote(at(quote_at(i))); }

  // Where the string's closing quote is, or the end of the text.
  std::size_t end_of_string(std::size_t opening, std::size_t level) const {
    std::size_t i = opening + 1;
    while (i < text_.size() && (text_[i] != text_[opening] || level_of(i) > level)) ++i;
    return i;
  }

  void mask_string(std::size_t begin) {
    const std::size_t opening = quote_at(begin), level = level_of(opening);
    const std::size_t closing = end_of_string(opening, level);
    replace(opening + 1, std::max(opening + 1, without_backslashes(closing)), kMask);
  }

  // Where the quote at `i` begins, with the backslashes of its nesting; they stay when what is before it
  // goes.
  std::size_t without_backslashes(std::size_t i) const {
    return i < text_.size() && is_quote(text_[i]) ? i - level_of(i) : i;
  }

  std::size_t end_of_nested(std::size_t begin, std::size_t level) const {
    std::size_t depth = 0;
    for (std::size_t i = begin; i < text_.size(); ++i) {
      const char c = text_[i];
      if (is_quote(c)) {
        if (level_of(i) >= level) i = end_of_string(i, level_of(i));
        if (i < text_.size() && level_of(i) < level)
          return without_backslashes(i);  // of the string around it
      } else if (c == '{' || c == '[') {
        ++depth;
      } else if ((c == '}' || c == ']') && --depth == 0) {
        return i + 1;
      }
    }
    return text_.size();
  }

  std::size_t end_of_literal(std::size_t begin) const {
    std::size_t end = begin;
    while (end < text_.size() && std::string_view(",}]\r\n\"'").find(text_[end]) == kNone) ++end;
    return std::max(begin, without_backslashes(end));
  }

  void replace(std::size_t begin, std::size_t end, std::string_view by) {
    if (end <= kept_from_ && kept_from_ > 0) return;
    if (begin > kept_from_) out_ += text_.substr(kept_from_, begin - kept_from_);
    out_ += by;
    kept_from_ = end;
  }

  std::string_view text_;
  bool is_json_ = false;
  std::string out_;
  std::size_t kept_from_ = 0;  // what is before it is in out_
};

}  // namespace

bool is_secret_name(std::string_view name) {
  const std::string essence = essence_of(name);
  return std::any_of(kSecretParts.begin(), kSecretParts.end(),
                     [&](std::string_view part) { return essence.find(part) != kNone; }) ||
         std::find(kSecretNames.begin(), kSecretNames.end(), essence) != kSecretNames.end();
}

std::string without_secrets(std::string_view text) { return Masker(text).run(); }

}  // namespace acrida::http
