#include "app/option_table.h"

#include <map>
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/acrida/command_line/option_set.h"
#include "base/failure.h"

namespace acrida::app {
namespace {

TEST(OptionTable, HasEachNameLetterDestinationAndVariableOnce) {
  std::map<std::string, std::multiset<std::string>> seen;
  for (const auto& row : option_table()) {
    seen["name"].emplace(row.name);
    seen["dest"].emplace(row.dest);
    if (row.letter != 0) seen["letter"].emplace(1, row.letter);
    if (!row.variable.empty()) seen["variable"].emplace(row.variable);
  }
  for (const auto& [kind, values] : seen) {
    for (const auto& value : values) EXPECT_EQ(values.count(value), 1U) << kind << " " << value;
  }
}

TEST(OptionTable, SaysWhatStandsForEachValueAndWhatEachOptionDoes) {
  for (const auto& row : option_table()) {
    if (!row.shown()) continue;
    EXPECT_EQ(row.metavar.empty(), row.type == OptionType::flag) << row.name;
    EXPECT_FALSE(row.help.empty()) << row.name;
  }
}

TEST(OptionTable, NamesDestinationsAsPythonWouldUnlessLocustDiffers) {
  const std::map<std::string_view, std::string_view> different{
      {"users", "num_users"}, {"list", "list_commands"},
      {"csv", "csv_prefix"},  {"csv-full-history", "stats_history_enabled"},
      {"html", "html_file"},
  };
  for (const auto& row : option_table()) {
    std::string usual(row.name);
    for (auto& c : usual) c = c == '-' ? '_' : c;
    const auto other = different.find(row.name);
    EXPECT_EQ(row.dest, other == different.end() ? usual : other->second);
  }
}

TEST(OptionSet, RefusesADeclaredOptionThatCouldBeTakenForAnotherOne) {
  for (const char* name : {"users", "html", "slave", "conf", "locust", "log", "", "-x", "a b", "a=b"}) {
    const std::vector<CustomOption> custom{{name, "", ""}};
    EXPECT_THROW(OptionSet{custom}, base::RunError) << name;
  }
  const std::vector<CustomOption> twice{{"model", "", ""}, {"model", "", ""}};
  EXPECT_THROW(OptionSet{twice}, base::RunError);
  for (const char* name : {"user", "web", "model", "my_model-2"}) {
    const std::vector<CustomOption> custom{{name, "", ""}};
    EXPECT_NO_THROW(OptionSet{custom}) << name;
  }
}

}  // namespace
}  // namespace acrida::app
