// The header fields of one message, kept as the text that goes over the wire.
#pragma once

#include <string>
#include <string_view>

#include <acrida/export.h>

namespace acrida::http {

// Names compare without regard to case; the order is kept, and a name may stand more than once (RFC 9110 §5).
class ACRIDA_API Fields {
 public:
  // Appends "name: value". Line breaks and other control characters would end the field early and let a value
  // smuggle in fields of its own, so they are replaced by spaces; a name that is no token is ignored, and
  // false returned.
  bool add(std::string_view name, std::string_view value);
  // Appends a field that a parser has checked.
  void add_checked(std::string_view name, std::string_view value) {
    text_.reserve(text_.size() + name.size() + value.size() + 4);
    ((text_ += name) += ": ") += value;
    text_ += "\r\n";
  }
  // Appends a line that a parser has checked, without its line break.
  void add_line(std::string_view line) { (text_ += line) += "\r\n"; }

  // The first value of that name, without surrounding blanks; empty if there is none.
  std::string_view find(std::string_view name) const;
  bool contains(std::string_view name) const;

  // f(name, value) for each, in order.
  template <class F>
  void for_each(F&& f) const {
    for_each_in(text_, f);
  }
  // The same for lines that stand elsewhere, in the form of text().
  template <class F>
  static void for_each_in(std::string_view lines, F&& f) {
    std::string_view rest = lines;
    std::string_view name;
    std::string_view value;
    while (next(rest, name, value)) f(name, value);
  }

  // "Name: value\r\n" for each.
  const std::string& text() const { return text_; }
  bool empty() const { return text_.empty(); }
  void clear();

 private:
  static bool next(std::string_view& rest, std::string_view& name, std::string_view& value);

  std::string text_;
};

// A character that may stand in a method or in a field's name (RFC 9110 §5.6.2).
ACRIDA_API bool is_token(std::string_view text);

}  // namespace acrida::http
