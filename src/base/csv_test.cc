#include "base/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace acrida::base {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Table table_of(std::string text) {
  auto table = Table::parse(std::move(text), "rows.csv");
  EXPECT_TRUE(table.ok()) << (table ? "" : table.error().message);
  return *std::move(table);
}

std::vector<std::string> row_of(const Table& table, std::size_t row) {
  std::vector<std::string> cells;
  for (std::size_t i = 0; i < table.columns(); ++i) cells.emplace_back(table.cell(row, i));
  return cells;
}

std::string error_of(std::string text) {
  const auto table = Table::parse(std::move(text), "rows.csv");
  EXPECT_FALSE(table.ok());
  return table ? "" : table.error().message;
}

TEST(Table, ReadsAHeaderAndRows) {
  const auto table = table_of("age,sex\n63,1\n37,0\n");
  EXPECT_THAT(table.header(), ElementsAre("age", "sex"));
  ASSERT_EQ(table.rows(), 2u);
  EXPECT_THAT(row_of(table, 1), ElementsAre("37", "0"));
}

TEST(Table, ReadsWhatSpreadsheetsWrite) {
  const auto table = table_of(
      "\xEF\xBB\xBF"
      "age,sex\r\n63,1\r\n\r\n37,");
  EXPECT_EQ(table.header()[0], "age");
  ASSERT_EQ(table.rows(), 2u);
  EXPECT_THAT(row_of(table, 0), ElementsAre("63", "1"));
  EXPECT_THAT(row_of(table, 1), ElementsAre("37", ""));
}

TEST(Table, EndsTheLastLineHoweverItEnds) {
  for (const char* end : {"", "\n", "\r\n", "\r", "\n\n"}) {
    const auto table = table_of(std::string("a,b\n1,2") + end);
    ASSERT_EQ(table.rows(), 1u) << testing::PrintToString(end);
    EXPECT_THAT(row_of(table, 0), ElementsAre("1", "2"));
  }
}

TEST(Table, UnquotesCells) {
  const auto table = table_of("a,b,c\n\"x,y\",\"say \"\"hi\"\"\",\"two\nlines\"\n\"\",q\"q,\" \"\r\n");
  EXPECT_THAT(row_of(table, 0), ElementsAre("x,y", "say \"hi\"", "two\nlines"));
  EXPECT_THAT(row_of(table, 1), ElementsAre("", "q\"q", " "));
  EXPECT_EQ(table.place(1, 0), "rows.csv, line 4, column 'a'");
}

TEST(Table, KeepsItsCellsWhenMoved) {
  auto table = table_of("a\nshort\n");
  const auto cell = table.cell(0, 0);
  const Table moved = std::move(table);
  EXPECT_EQ(moved.cell(0, 0), "short");
  EXPECT_EQ(cell, "short");
}

TEST(Table, SaysWhatIsWrongWhereAndWhatToDo) {
  EXPECT_EQ(error_of(""), "rows.csv is empty; the first line must name the columns");
  EXPECT_EQ(error_of("\xEF\xBB\xBF\n"), "rows.csv is empty; the first line must name the columns");
  EXPECT_EQ(error_of("a,b\n"), "rows.csv has a header and no rows");
  EXPECT_EQ(error_of("a,b\n1,2\n\n3\n"),
            "rows.csv, line 4: 1 cells under a header of 2; give every column one, empty if missing");
  EXPECT_EQ(error_of("63,1\n37,0\n"),
            "rows.csv, line 1: it holds only numbers; the first line must name the columns");
  EXPECT_EQ(error_of("a,,c\n1,2,3\n"), "rows.csv, line 1: column 2 has no name");
  EXPECT_EQ(error_of("a,b,a\n1,2,3\n"), "rows.csv, line 1: column 'a' stands there twice");
  EXPECT_EQ(error_of("a;b\n1;2\n"),
            "rows.csv, line 1: the cells are separated by semicolons or tabs; save the file with commas");
  EXPECT_EQ(error_of("a,b\n1,\"2\n3,4\n"), "rows.csv, line 2: a quote is opened and never closed");
  EXPECT_EQ(error_of("a,b\n1,\"2\"3\n"),
            "rows.csv, line 2: text follows a closing quote; write a quote inside a cell twice");
}

TEST(Table, RefusesWhatIsNoText) {
  EXPECT_EQ(error_of(std::string("\x7f"
                                 "ELF\0\1",
                                 6)),
            "rows.csv is not a text file; save the table as CSV in UTF-8");
  EXPECT_EQ(error_of("a,b\n1,Z\xFCrich\n"), "rows.csv, line 2: not UTF-8; save the file as CSV in UTF-8");
  for (const char* bad :
       {"\x80", "\xC0\xAF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF5", "\xE2\x82"}) {
    EXPECT_THAT(error_of(std::string("a\n") + bad), HasSubstr("not UTF-8"));
  }
  for (const char* good : {"\xC3\xBC", "\xE2\x82\xAC", "\xF0\x9F\xA6\x97", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_EQ(table_of(std::string("a\n") + good).cell(0, 0), good);
  }
}

TEST(Table, RefusesADirectoryAndAMissingFile) {
  EXPECT_EQ(Table::read("/tmp").error().message, "cannot read '/tmp': it is a directory");
  EXPECT_EQ(Table::read("/nowhere.csv").error().message,
            "cannot read '/nowhere.csv': No such file or directory");
}

TEST(Table, SuggestsTheNearestColumn) {
  const auto table = table_of("age,chol\n1,2\n");
  EXPECT_EQ(*table.column("chol"), 1u);
  EXPECT_EQ(table.column("agee").error().message,
            "rows.csv has no column 'agee' (did you mean 'age'?); its columns are: age, chol");
}

TEST(Shown, CutsLongCellsBetweenCharacters) {
  EXPECT_EQ(shown("a\nb"), "'a b'");
  EXPECT_EQ(shown(std::string(39, 'x') + "\xC3\xBC"
                                         "y"),
            "'" + std::string(39, 'x') + "…'");
}

}  // namespace
}  // namespace acrida::base
