#include "report/csv_text.h"

#include <fmt/format.h>

#include "base/printable.h"

namespace acrida::report {

CsvText& CsvText::add(std::string_view field) {
  const std::string text = base::valid_utf8(field);
  if (text.find_first_of(",\"\r\n") == std::string::npos) return raw(text);
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return raw(quoted + '"');
}

CsvText& CsvText::add(double number) {
  std::string text = fmt::format("{}", number);
  if (text.find_first_not_of("-0123456789") == std::string::npos) text += ".0";
  return raw(text);
}

CsvText& CsvText::raw(std::string_view field) {
  if (!at_start_) text_ += ',';
  at_start_ = false;
  text_ += field;
  return *this;
}

CsvText& CsvText::end_line() {
  text_ += "\r\n";
  at_start_ = true;
  return *this;
}

}  // namespace acrida::report
