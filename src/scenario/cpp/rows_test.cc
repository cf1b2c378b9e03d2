#include "scenario/cpp/rows.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <stdexcept>
#include <thread>

#include <gtest/gtest.h>

#include <acrida/json.h>
#include <acrida/rows.h>

namespace acrida {
namespace {

class RowsTest : public testing::Test {
 protected:
  Rows rows_of(const std::string& text) {
    // Tests run side by side.
    const auto path =
        std::filesystem::path(testing::TempDir()) / ("rows_" + std::to_string(::getpid()) + ".csv");
    std::ofstream(path) << text;
    auto rows = Rows::csv(path.string());
    std::filesystem::remove(path);
    return rows;
  }
};

TEST_F(RowsTest, ARowIsJsonWithNumbersTextsAndNulls) {
  const auto rows = rows_of("age,name,ca,code\n52,\"Ann \"\"A\"\"\",,007\n-1.5e3,x,0,1.\n");
  EXPECT_EQ(rows[0].json(), R"({"age":52,"name":"Ann \"A\"","ca":null,"code":"007"})");
  EXPECT_EQ(rows[1].json(), R"({"age":-1.5e3,"name":"x","ca":0,"code":"1."})");
  for (std::size_t i = 0; i < rows.size(); ++i) EXPECT_NO_THROW(Json::parse(rows[i].json()));
}

TEST_F(RowsTest, ACellIsFoundByItsHeading) {
  const auto rows = rows_of("age,name\n52,Ann\n");
  EXPECT_EQ(rows[0]["name"], "Ann");
  EXPECT_THROW(rows[0]["nam"], std::out_of_range);
}

TEST_F(RowsTest, NextGoesRoundAndRound) {
  const auto rows = rows_of("n\n0\n1\n2\n");
  for (std::size_t i = 0; i < 7; ++i) EXPECT_EQ(rows.next().number(), i % 3);
}

TEST_F(RowsTest, UniqueGivesEachRowOnceOverAllThreads) {
  std::string text = "n\n";
  for (int i = 0; i < 1000; ++i) text += std::to_string(i) + "\n";
  const auto rows = rows_of(text);
  std::vector<std::vector<std::size_t>> seen(4);
  std::vector<std::thread> threads;
  for (auto& mine : seen) {
    threads.emplace_back([&mine, &rows] {
      while (const auto row = rows.unique()) mine.push_back(row->number());
    });
  }
  for (auto& thread : threads) thread.join();
  std::multiset<std::size_t> all;
  for (const auto& mine : seen) all.insert(mine.begin(), mine.end());
  EXPECT_EQ(all.size(), 1000u);
  EXPECT_EQ(std::set<std::size_t>(all.begin(), all.end()).size(), 1000u);
  EXPECT_FALSE(rows.unique());
}

TEST_F(RowsTest, PickIsTheSameForTheSameSeed) {
  const auto rows = rows_of("n\n0\n1\n2\n3\n4\n5\n6\n7\n");
  Random one(3), other(3);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(rows.pick(one).number(), rows.pick(other).number());
}

TEST_F(RowsTest, AFileThatCannotBeReadThrowsOrIsNotedWhileAFileIsLoaded) {
  EXPECT_THROW(Rows::csv("/no/such/file.csv"), std::runtime_error);
  const scenario::cpp::RowsTroubles troubles;
  Rows::csv("/no/such/file.csv");
  ASSERT_EQ(troubles.all().size(), 1u);
  EXPECT_NE(troubles.all()[0].find("/no/such/file.csv"), std::string::npos);
}

}  // namespace
}  // namespace acrida
