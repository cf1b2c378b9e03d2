#include "app/acrida/command_line/help_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"

namespace acrida::app {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::vector<CustomOption> kNone;

TEST(HelpText, IsAtMost80ColumnsWide) {
  const std::vector<CustomOption> custom{
      {"model", "heart",
       "Which of the models of the server is asked, by the name that "
       "it was given when it was put there"},
      {"an-option-with-a-very-long-name-indeed", "", "So long that help follows"}};
  for (const auto& text : {help_text(OptionSet(kNone)), help_text(OptionSet(custom))}) {
    for (const auto line : base::split(text, '\n')) EXPECT_LE(line.size(), 80U) << line;
  }
}

TEST(HelpText, ShowsEachOptionThatWorksAndNoOther) {
  const auto text = help_text(OptionSet(kNone));
  for (const auto& row : option_table()) {
    const auto name =
        row.type == OptionType::positional ? "\n  " + std::string(row.metavar) : "--" + std::string(row.name);
    const bool there =
        text.find(name + " ") != std::string::npos || text.find(name + "\n") != std::string::npos;
    EXPECT_EQ(there, row.shown()) << row.name;
  }
}

TEST(HelpText, ShowsDefaults) {
  EXPECT_THAT(help_text(OptionSet(kNone)), HasSubstr("Users at the peak (1)\n"));
}

TEST(HelpText, EndsWithExamplesAndExitCodes) {
  const auto text = help_text(OptionSet(kNone));
  EXPECT_LT(text.find("Show and exit"), text.find("Examples:"));
  EXPECT_LT(text.find("Examples:"), text.find("Exit codes:"));
}

TEST(HelpText, ShowsTheOptionsOfTheUsersFileInAGroupOfTheirOwn) {
  const std::vector<CustomOption> custom{{"model", "heart", "Which model is asked"}};
  EXPECT_THAT(help_text(OptionSet(custom)),
              HasSubstr("\nOptions of the users file:\n"
                        "      --model VALUE          Which model is asked (heart)\n"));
  EXPECT_THAT(help_text(OptionSet(kNone)), Not(HasSubstr("Options of the users file")));
}

}  // namespace
}  // namespace acrida::app
