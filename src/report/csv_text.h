// Lines of a CSV file exactly as Python's csv.writer makes them: quotes only where needed, and CRLF.
#pragma once

#include <concepts>
#include <string>
#include <string_view>

namespace acrida::report {

//   CsvText csv; csv.add("GET").add(3).add(1.5).end_line(); csv.text()
class CsvText {
 public:
  // What is not UTF-8 is replaced, since readers refuse the whole file for it.
  CsvText& add(std::string_view field);
  CsvText& add(double number);  // as Python's repr: 10.0, 0.1
  template <std::integral Integer>
  CsvText& add(Integer number) {
    return raw(std::to_string(number));
  }
  CsvText& end_line();

  const std::string& text() const { return text_; }

 private:
  CsvText& raw(std::string_view field);

  std::string text_;
  bool at_start_ = true;  // of a line
};

}  // namespace acrida::report
