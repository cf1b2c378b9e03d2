#include "report/csv_text.h"

#include <gtest/gtest.h>

namespace acrida::report {
namespace {

std::string field(std::string_view text) { return CsvText().add(text).text(); }

TEST(CsvText, SeparatesFieldsByCommasAndLinesByCrLf) {
  CsvText csv;
  csv.add("a").add("").add(3).end_line();
  csv.add(-1).add("b").end_line();
  EXPECT_EQ(csv.text(), "a,,3\r\n-1,b\r\n");
}

TEST(CsvText, QuotesOnlyWhatNeedsIt) {
  EXPECT_EQ(field("/predict [a b] 'c';d"), "/predict [a b] 'c';d");
  EXPECT_EQ(field("a,b"), "\"a,b\"");
  EXPECT_EQ(field("say \"no\""), "\"say \"\"no\"\"\"");
  EXPECT_EQ(field("two\nlines"), "\"two\nlines\"");
  EXPECT_EQ(field("\r"), "\"\r\"");
  EXPECT_EQ(field("é\xff"), "é\xef\xbf\xbd");
}

TEST(CsvText, WritesFloatsAsPythonDoes) {
  const auto number = [](double value) { return CsvText().add(value).text(); };
  EXPECT_EQ(number(0), "0.0");
  EXPECT_EQ(number(10), "10.0");
  EXPECT_EQ(number(-3), "-3.0");
  EXPECT_EQ(number(12.345), "12.345");
  EXPECT_EQ(number(1e22), "1e+22");
}

}  // namespace
}  // namespace acrida::report
