#include "app/acrida/command_line/command_line.h"

#include <unistd.h>

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/failure.h"
#include "base/file.h"

namespace acrida::app {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::StartsWith;
using List = std::vector<std::string>;

// A home, a folder and an environment of the test's own; a users file is named unless a test says otherwise.
class CommandLineTest : public testing::Test {
 protected:
  CommandLineTest() {
    const auto base =
        std::filesystem::path(testing::TempDir()) / ("command_line_" + std::to_string(::getpid()));
    std::filesystem::remove_all(base);
    around_.home = (base / "home").string();
    around_.folder = (base / "folder").string();
    std::filesystem::create_directories(around_.home);
    std::filesystem::create_directories(around_.folder);
    around_.environment["LOCUST_LOCUSTFILE"] = "users.cpp";
  }

  void write(const std::string& folder, const std::string& name, const std::string& text) const {
    base::done_or_throw(base::replace_file((std::filesystem::path(folder) / name).string(), text));
  }
  void write_conf(const std::string& text) const { write(around_.folder, "locust.conf", text); }

  CommandLine line(const List& words) const { return {words, around_}; }
  RunOptions options(const List& words) const { return line(words).options(custom_); }

  // The sentence with which it is refused.
  std::string refusal(const List& words) const {
    try {
      options(words);
    } catch (const base::UsageError& e) {
      return e.what();
    }
    return "(accepted)";
  }

  Surroundings around_;
  std::vector<CustomOption> custom_;
};

TEST_F(CommandLineTest, HasDefaults) {
  const auto found = options({});
  EXPECT_THAT(found.files, ElementsAre("users.cpp"));
  EXPECT_EQ(found.plan.users, 1U);
  EXPECT_EQ(found.plan.spawn_rate, 1);
  EXPECT_EQ(found.plan.run_time, std::nullopt);
  EXPECT_EQ(found.plan.stop_timeout, 0s);
  EXPECT_EQ(found.plan.threads, 1);
  EXPECT_EQ(found.exit_code_on_error, 1);
  EXPECT_EQ(found.log_level, base::LogLevel::info);
  EXPECT_TRUE(found.plan.spin);
  EXPECT_FALSE(found.headless);
  EXPECT_THAT(found.user_classes, IsEmpty());
}

TEST_F(CommandLineTest, ReadsEveryOption) {
  const auto found = options({"-f",
                              "a.cpp, b.cpp",
                              "-H",
                              "http://x",
                              "-u",
                              "7",
                              "-r",
                              "2.5",
                              "-t",
                              "1h20m",
                              "-s",
                              "5",
                              "--threads",
                              "2",
                              "--seed",
                              "9",
                              "--headless",
                              "--equal-weights",
                              "--no-spin",
                              "--reset-stats",
                              "--only-summary",
                              "--print-stats",
                              "--csv",
                              "run",
                              "--csv-full-history",
                              "--json",
                              "--json-file",
                              "out/run",
                              "--summary",
                              "s.json",
                              "--exit-code-on-error",
                              "3",
                              "-L",
                              "debug",
                              "--logfile",
                              "log",
                              "--skip-log-setup",
                              "-l",
                              "--show-task-ratio",
                              "--show-task-ratio-json",
                              "-E",
                              "slow,new",
                              "-T",
                              "a",
                              "b",
                              "--",
                              "Ann",
                              "Bob"});
  EXPECT_THAT(found.files, ElementsAre("a.cpp", "b.cpp"));
  EXPECT_EQ(found.plan.host, "http://x");
  EXPECT_EQ(found.plan.users, 7U);
  EXPECT_EQ(found.plan.spawn_rate, 2.5);
  EXPECT_EQ(found.plan.run_time, 80min);
  EXPECT_EQ(found.plan.stop_timeout, 5s);
  EXPECT_EQ(found.plan.threads, 2);
  EXPECT_EQ(found.plan.seed, 9U);
  EXPECT_TRUE(found.headless && found.equal_weights && !found.plan.spin && found.plan.reset_stats &&
              found.only_summary);
  EXPECT_TRUE(found.print_stats && found.csv_full_history && found.json && found.skip_log_setup);
  EXPECT_TRUE(found.list && found.show_task_ratio && found.show_task_ratio_json);
  EXPECT_EQ(found.csv_prefix, "run");
  EXPECT_EQ(found.json_file, "out/run.json");
  EXPECT_EQ(found.summary, "s.json");
  EXPECT_EQ(found.exit_code_on_error, 3);
  EXPECT_EQ(found.log_level, base::LogLevel::debug);
  EXPECT_EQ(found.log_file, "log");
  EXPECT_THAT(found.tags, ElementsAre("a", "b"));
  EXPECT_THAT(found.exclude_tags, ElementsAre("slow", "new"));
  EXPECT_THAT(found.user_classes, ElementsAre("Ann", "Bob"));
}

TEST_F(CommandLineTest, LetsTheLaterSourceWin) {
  write(around_.home, ".locust.conf", "users = 1");
  EXPECT_EQ(options({}).plan.users, 1U);
  write_conf("users = 2");
  EXPECT_EQ(options({}).plan.users, 2U);
  write(around_.folder, "pyproject.toml", "[tool.locust]\nusers = 3");
  EXPECT_EQ(options({}).plan.users, 3U);
  write(around_.folder, "night.conf", "users = 4");
  EXPECT_EQ(options({"--config", "night.conf"}).plan.users, 4U);
  around_.environment["LOCUST_USERS"] = "5";
  EXPECT_EQ(options({"--config", "night.conf"}).plan.users, 5U);
  EXPECT_EQ(options({"--config", "night.conf", "-u", "6"}).plan.users, 6U);
}

TEST_F(CommandLineTest, ReadsTheTableOfATomlFileThatConfigNames) {
  write(around_.folder, "night.toml", "[tool.locust]\nusers = 4\n");
  EXPECT_EQ(options({"--config=night.toml"}).plan.users, 4U);
}

TEST_F(CommandLineTest, LetsALaterFalseTakeBackAnEarlierTrue) {
  write(around_.home, ".locust.conf", "headless = true");
  write_conf("headless = no");
  EXPECT_FALSE(options({}).headless);
  around_.environment["LOCUST_HEADLESS"] = "1";
  EXPECT_TRUE(options({}).headless);
  EXPECT_FALSE(options({"--headful"}).headless);
}

TEST_F(CommandLineTest, TakesEmptyValuesOfFilesAndVariablesForNotSaid) {
  write_conf("users = 5\nhost =\ncsv: ''\ntags = []");
  around_.environment["LOCUST_USERS"] = "";
  EXPECT_EQ(options({}).plan.users, 5U);
  EXPECT_THAT(options({}).tags, IsEmpty());
}

TEST_F(CommandLineTest, CutsListsAtCommasAndSpaces) {
  write_conf("tags = [a, b]");
  EXPECT_THAT(options({}).tags, ElementsAre("a", "b"));
  around_.environment["LOCUST_TAGS"] = "c d,e";
  EXPECT_THAT(options({}).tags, ElementsAre("c", "d", "e"));
  EXPECT_THAT(options({"-T", "f,g", "h"}).tags, ElementsAre("f", "g", "h"));
  EXPECT_EQ(refusal({"-T", ","}), "--tags: names no tag");
}

TEST_F(CommandLineTest, TakesUserClassesFromAVariableUnlessWordsNameSome) {
  around_.environment["LOCUST_USER_CLASSES"] = "Ann Bob";
  EXPECT_THAT(options({}).user_classes, ElementsAre("Ann", "Bob"));
  EXPECT_THAT(options({"Eve"}).user_classes, ElementsAre("Eve"));
}

TEST_F(CommandLineTest, NamesTheFileAndLineOrTheVariableOfABadValue) {
  write_conf("# few\nusers = many");
  EXPECT_EQ(refusal({}), "locust.conf:2: users: 'many' is not a whole number from 0 to 10000000");
  write(around_.home, ".locust.conf", "spawn-rate 0");
  EXPECT_THAT(refusal({"-u", "1"}), StartsWith("~/.locust.conf:1: spawn-rate: '0' is not a number above 0"));
  around_.environment["LOCUST_USERS"] = "none";
  EXPECT_THAT(refusal({"-r", "1"}), StartsWith("LOCUST_USERS: 'none' is not a whole number"));
  EXPECT_THAT(refusal({"-r", "1", "-u", "x"}), StartsWith("--users: 'x' is not a whole number"));
}

TEST_F(CommandLineTest, RefusesWhatIsNeitherTrueNorFalse) {
  around_.environment["LOCUST_HEADLESS"] = "maybe";
  EXPECT_EQ(refusal({}), "LOCUST_HEADLESS: 'maybe' is none of true, yes, 1, false, no and 0");
}

TEST_F(CommandLineTest, RefusesAListWhereOneValueBelongs) {
  write_conf("users = [1, 2]");
  EXPECT_EQ(refusal({}), "locust.conf:1: users: takes one value, not a list");
}

TEST_F(CommandLineTest, RefusesAKeyThatIsNoOption) {
  write_conf("users = 5\nspawn_rate = 2");
  EXPECT_EQ(refusal({}), "locust.conf:2: there is no option 'spawn_rate' (did you mean spawn-rate?)");
  for (const char* key : {"config", "help", "version", "user-classes", "zzzzz"}) {
    write_conf(std::string(key) + " = x");
    EXPECT_THAT(refusal({}), StartsWith("locust.conf:1: there is no option '" + std::string(key) + "'"));
  }
}

TEST_F(CommandLineTest, RefusesAConfigFileThatCannotBeRead) {
  EXPECT_THAT(refusal({"--config", "nowhere.conf"}), StartsWith("--config: cannot read '"));
  write(around_.folder, "pyproject.toml", "[tool.locust\n");
  EXPECT_THAT(refusal({}), StartsWith("pyproject.toml:1: "));
}

TEST_F(CommandLineTest, RefusesByNameWhatIsNotBuiltYet) {
  EXPECT_EQ(refusal({"--html", "a.html"}), "--html is not built yet; run without it");
  EXPECT_EQ(refusal({"-P", "80"}), "--web-port is not built yet; run without it");
  around_.environment["LOCUST_HTML"] = "a.html";
  EXPECT_EQ(refusal({}), "LOCUST_HTML (--html) is not built yet; unset it");
  around_.environment["LOCUST_HTML"] = "";
  write_conf("users = 1\nmaster = true");
  EXPECT_EQ(refusal({}), "locust.conf:2: master is not built yet; remove the line");
}

TEST_F(CommandLineTest, LetsFlagsOfWhatIsNotBuiltYetBeFalse) {
  write_conf("master = false\nhtml =\n");
  around_.environment["LOCUST_MODE_WORKER"] = "0";
  EXPECT_EQ(refusal({}), "(accepted)");
}

TEST_F(CommandLineTest, SaysWhatReplacesARetiredOption) {
  EXPECT_EQ(refusal({"--slave"}), "--slave is called --worker now");
  EXPECT_EQ(refusal({"--expect-slaves", "2"}), "--expect-slaves is called --expect-workers now");
  EXPECT_EQ(refusal({"--web-auth", "ann:secret"}), "--web-auth has given way to --web-login");
  EXPECT_EQ(refusal({"--legacy-ui"}), "--legacy-ui is gone, there is one web page; run without it");
}

TEST_F(CommandLineTest, RefusesAFullHistoryWithoutItsFiles) {
  EXPECT_EQ(refusal({"--csv-full-history"}),
            "--csv-full-history: needs the files that it belongs to; add --csv PREFIX");
  around_.environment["LOCUST_CSV"] = "run";
  EXPECT_EQ(refusal({"--csv-full-history"}), "(accepted)");
}

TEST_F(CommandLineTest, RefusesToWriteTwoThingsIntoOneFile) {
  EXPECT_THAT(refusal({"-f", "a.json", "--json-file", "a"}), HasSubstr("named for two different files"));
}

TEST_F(CommandLineTest, RefusesToRunNothing) {
  around_.environment.erase("LOCUST_LOCUSTFILE");
  EXPECT_THAT(refusal({}), HasSubstr("nothing to run: name a users file with -f"));
  EXPECT_THROW(line({}).before_loading(), base::UsageError);
}

TEST_F(CommandLineTest, ComplainsOfAMisspeltOptionAtOnceWhenNoFileCouldDeclareIt) {
  around_.environment.erase("LOCUST_LOCUSTFILE");
  try {
    line({"--hots", "x"}).before_loading();
    FAIL();
  } catch (const base::UsageError& e) {
    EXPECT_THAT(e.what(), HasSubstr("unknown option --hots"));
  }
}

TEST_F(CommandLineTest, KnowsTheUsersFilesBeforeTheirOptions) {
  write_conf("locustfile = conf.cpp\nmodel = heart");
  around_.environment.erase("LOCUST_LOCUSTFILE");
  EXPECT_THAT(line({"--model", "heart"}).files(), ElementsAre("conf.cpp"));
  EXPECT_THAT(line({"--model", "heart", "-f", "a.cpp,b.cpp"}).files(), ElementsAre("a.cpp", "b.cpp"));
  EXPECT_THAT(line({"--help"}).files(), ElementsAre("conf.cpp"));
  EXPECT_THAT(line({"-f", "a.cpp", "--users", "-h"}).files(), ElementsAre("a.cpp"));
  EXPECT_EQ(line({"-L", "debug", "--mode=x"}).before_loading().log_level, base::LogLevel::debug);
}

TEST_F(CommandLineTest, ComplainsBeforeLoadingOfWhatNoUsersFileCanMend) {
  EXPECT_THROW(line({"--model", "heart", "-u", "x"}).before_loading(), base::UsageError);
  EXPECT_THROW(line({"--model", "heart", "--html", "x"}).before_loading(), base::UsageError);
  EXPECT_THROW(line({"--model", "heart", "--users"}), base::UsageError);
}

TEST_F(CommandLineTest, TakesTheLocustfileOfTheFolderWhenNobodyNamesAFile) {
  around_.environment.erase("LOCUST_LOCUSTFILE");
  EXPECT_THAT(refusal({}), HasSubstr("nothing to run"));
  write(around_.folder, "locustfile.py", "");
  const auto file = around_.folder + "/locustfile.py";
  EXPECT_THAT(options({}).files, ElementsAre(file));
  EXPECT_THAT(line({"--help"}).files(), ElementsAre(file));
  EXPECT_THAT(options({"-f", "users.cpp"}).files, ElementsAre("users.cpp"));
  write_conf("locustfile = other.py\n");
  EXPECT_THAT(options({}).files, ElementsAre("other.py"));
}

TEST_F(CommandLineTest, GivesCustomOptionsTheirValues) {
  custom_ = {{"model", "heart", ""}, {"my-rows", "", ""}, {"limit", "5", ""}};
  write_conf("my-rows = rows.csv\nlimit = 7");
  const auto found = options({"--model", "lungs", "Ann", "--limit=8"});
  EXPECT_THAT(found.custom,
              ElementsAre(Pair("limit", "8"), Pair("model", "lungs"), Pair("my-rows", "rows.csv")));
  EXPECT_THAT(found.user_classes, ElementsAre("Ann"));
  EXPECT_EQ(options({}).custom.at("model"), "heart");
  EXPECT_THAT(refusal({"--modle", "x"}), HasSubstr("did you mean --model?"));
}

TEST_F(CommandLineTest, AnswersHelpAndVersionWhateverElseIsWrong) {
  write_conf("= broken");
  EXPECT_TRUE(line({"--users", "--nonsense", "-h"}).wants_help());
  EXPECT_TRUE(line({"--hel"}).wants_help());
  EXPECT_TRUE(line({"-V"}).wants_version());
  EXPECT_THROW(line({}), base::UsageError);
}

}  // namespace
}  // namespace acrida::app
