#include "app/acrida/command_line/words.h"

#include <gmock/gmock.h>

namespace acrida::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using List = std::vector<std::string>;

const List kAbsent{"(absent)"};

class WordsTest : public testing::Test {
 protected:
  Words sorted(const List& words, Pass pass = Pass::last) const {
    return sort_words(words, OptionSet(custom_), pass);
  }

  List values(const List& words, const char* option) const {
    const auto result = sorted(words);
    EXPECT_EQ(result.mistake + result.unknown, "");
    const auto found = result.settings.find(option);
    return found == result.settings.end() ? kAbsent : found->second.values;
  }

  std::vector<CustomOption> custom_;
};

TEST_F(WordsTest, TakesAValueInEachOfTheWaysOfWritingIt) {
  for (const List& words :
       {List{"--users", "5"}, {"--users=5"}, {"-u", "5"}, {"-u5"}, {"-u=5"}, {"-u", "4", "-u", "5"}}) {
    EXPECT_THAT(values(words, "users"), ElementsAre("5")) << words.front();
  }
  EXPECT_THAT(values({"--host=a=b"}, "host"), ElementsAre("a=b"));
  EXPECT_THAT(values({"--csv="}, "csv"), ElementsAre(""));
}

TEST_F(WordsTest, TakesNegativeNumbersAndASingleDashAsValues) {
  EXPECT_THAT(values({"--threads", "-1"}, "threads"), ElementsAre("-1"));
  EXPECT_THAT(values({"-r", "-.5"}, "spawn-rate"), ElementsAre("-.5"));
  EXPECT_THAT(values({"-f", "-"}, "locustfile"), ElementsAre("-"));
}

TEST_F(WordsTest, BundlesFlagsOfOneLetter) {
  EXPECT_THAT(values({"-lV"}, "version"), ElementsAre("true"));
  EXPECT_THAT(values({"-lu5"}, "users"), ElementsAre("5"));
}

TEST_F(WordsTest, KeepsTheWordsThatBelongToNoOption) {
  EXPECT_THAT(sorted({"Ann", "-u", "5", "Bob", "--headless", "Eve"}).positional,
              ElementsAre("Ann", "Bob", "Eve"));
  EXPECT_THAT(sorted({"-u", "5", "--", "-x", "--users"}).positional, ElementsAre("-x", "--users"));
}

TEST_F(WordsTest, GivesAListEveryWordUpToTheNextOption) {
  EXPECT_THAT(values({"-T", "a", "b", "Ann", "--headless"}, "tags"), ElementsAre("a", "b", "Ann"));
  const auto result = sorted({"--tags", "a", "--", "Ann"});
  EXPECT_THAT(result.settings.at("tags").values, ElementsAre("a"));
  EXPECT_THAT(result.positional, ElementsAre("Ann"));
}

TEST_F(WordsTest, GivesAListOnlyTheValueAfterAnEqualsSign) {
  const auto result = sorted({"--tags=a", "Ann"});
  EXPECT_THAT(result.settings.at("tags").values, ElementsAre("a"));
  EXPECT_THAT(result.positional, ElementsAre("Ann"));
}

TEST_F(WordsTest, AddsToAListThatIsGivenAgain) {
  EXPECT_THAT(values({"-T", "a", "b", "-u", "5", "-T", "c"}, "tags"), ElementsAre("a", "b", "c"));
  EXPECT_THAT(values({"--slo", "p99<5ms", "--slo", "errors<1%", "Ann"}, "slo"),
              ElementsAre("p99<5ms", "errors<1%"));
}

TEST_F(WordsTest, KnowsAnOptionByAnAbbreviationThatIsItsAlone) {
  EXPECT_THAT(values({"--head"}, "headless"), ElementsAre("true"));
  EXPECT_THAT(values({"--spawn=2"}, "spawn-rate"), ElementsAre("2"));
  EXPECT_THAT(values({"--csv", "run"}, "csv"), ElementsAre("run"));  // though --csv-full-history begins so
}

TEST_F(WordsTest, NamesTheCandidatesOfAnAmbiguousAbbreviation) {
  EXPECT_EQ(sorted({"--he"}).mistake, "--he could be --headless or --help; write more of it");
  EXPECT_THAT(sorted({"--log"}).mistake, HasSubstr("--loglevel or --logfile"));
}

TEST_F(WordsTest, WantsHiddenOptionsInFull) {
  EXPECT_THAT(values({"--headful"}, "headful"), ElementsAre("true"));
  EXPECT_THAT(sorted({"--headf"}).unknown, HasSubstr("unknown option --headf"));
}

TEST_F(WordsTest, NamesTheNearestOptionToAnUnknownOne) {
  EXPECT_EQ(sorted({"--hots=x"}).unknown,
            "unknown option --hots (did you mean --host?); 'acrida --help' lists them all");
  EXPECT_EQ(sorted({"--qqqqqq"}).unknown, "unknown option --qqqqqq; 'acrida --help' lists them all");
  EXPECT_EQ(sorted({"-x"}).unknown, "unknown option -x; 'acrida --help' lists them all");
  EXPECT_THAT(sorted({"--=5"}).unknown, HasSubstr("unknown option --;"));
  custom_ = {{"model", "", ""}};
  EXPECT_THAT(sorted({"--modle"}).unknown, HasSubstr("did you mean --model?"));
}

TEST_F(WordsTest, TellsWhichValueIsMissing) {
  for (const List& words : {List{"--users"}, {"-u"}, {"--users", "--headless"}, {"--users", "--"}}) {
    EXPECT_EQ(sorted(words).mistake, "--users: a value is missing; write --users N") << words.back();
  }
  EXPECT_THAT(sorted({"-T", "--headless"}).mistake, HasSubstr("--tags: a value is missing"));
}

TEST_F(WordsTest, LetsFlagsTakeNoValue) {
  EXPECT_EQ(sorted({"--headless=true"}).mistake, "--headless: takes no value");
  EXPECT_THAT(sorted({"-l=x"}).mistake, HasSubstr("--list: takes no value"));
}

TEST_F(WordsTest, DoesNotMissTheValueOfWhatIsRefusedAnyway) {
  const auto result = sorted({"--html"});
  EXPECT_EQ(result.mistake, "");
  EXPECT_THAT(result.settings.at("html").values, IsEmpty());
}

TEST_F(WordsTest, KnowsTheLettersOfCustomOptions) {
  custom_ = {{"model", "", "", OptionType::text, 'm'}, {"loud", "", "", OptionType::flag, 'o'}};
  const auto words = sorted({"-om", "heart"});
  EXPECT_THAT(words.unknown, IsEmpty());
  EXPECT_THAT(words.settings.at("model").values, ElementsAre("heart"));
  EXPECT_THAT(words.settings.at("loud").values, ElementsAre("true"));
}

TEST_F(WordsTest, TakesTheValueOfACustomOption) {
  custom_ = {{"model", "", ""}, {"user", "", ""}};
  EXPECT_THAT(values({"--model", "heart"}, "model"), ElementsAre("heart"));
  EXPECT_THAT(values({"--mod=heart"}, "model"), ElementsAre("heart"));
  EXPECT_THAT(values({"--user", "ann"}, "user"), ElementsAre("ann"));  // though --users begins so
}

TEST_F(WordsTest, AbbreviatesInTheFirstPassOnlyWhatNoUsersFileCanDeclare) {
  const auto result = sorted({"--locust", "a.cpp", "--user", "ann", "--w"}, Pass::first);
  EXPECT_THAT(result.settings.at("locustfile").values, ElementsAre("a.cpp"));
  EXPECT_EQ(result.settings.count("users"), 0U);
  EXPECT_EQ(result.mistake, "");
  EXPECT_THAT(result.unknown, HasSubstr("unknown option --user"));
}

}  // namespace
}  // namespace acrida::app
