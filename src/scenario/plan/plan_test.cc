#include "scenario/plan/plan.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/file.h"
#include "base/json.h"
#include "scenario/plan/keys.h"
#include "scenario/plan/plan_test.h"

namespace acrida::scenario::plan {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

TEST(Plan, TakesTheSmallest) {
  const auto plan = *Beside{}.read("requests: [{get: /a}]");
  ASSERT_EQ(plan->classes.size(), 1U);
  EXPECT_EQ(plan->classes[0].name, "User");
  EXPECT_EQ(plan->classes[0].tasks[0].name, "GET /a");
  EXPECT_TRUE(plan->settings.empty());
}

TEST(Plan, SaysOfTheRunWhatTheCommandLineCouldSay) {
  const auto plan = *Beside{{{"N", "7"}}, {}}.read(
      "target: http://a\nusers: ${N}\nstages: [0s:0, 1m:5]\nslos: [p99<50ms, errors<1%]\nrequests: [{get: "
      "/a}]");
  ASSERT_EQ(plan->settings.size(), 4U);
  EXPECT_EQ(plan->settings[0].option, "host");
  EXPECT_EQ(plan->settings[1].place, "plans/plan.yaml:2:8: users");
  EXPECT_THAT(plan->settings[1].values, ElementsAre("7"));
  EXPECT_THAT(plan->settings[2].values, ElementsAre("0s:0, 1m:5"));
  EXPECT_THAT(plan->settings[3].values, ElementsAre("p99<50ms", "errors<1%"));
}

TEST(Plan, FoldsConstantsIntoItsTexts) {
  const auto plan = *Beside{{{"WHO", "ann"}}, {}}.read(
      "variables: {v: 1, who: '${WHO}', all: {a: [1]}}\n"
      "requests: [{name: r, post: '/${who}/${v}', json: {n: '${v}', t: 'x${v}', o: '${all}', e: "
      "'${env.WHO}'}}]");
  const auto& asked = std::get<Asked>(plan->classes[0].tasks[0].steps[0]);
  EXPECT_EQ(asked.path.constant(), "/ann/1");
  EXPECT_EQ(asked.body->constant(), R"({"n":1,"t":"x1","o":{"a":[1]},"e":"ann"})");
}

TEST(Plan, KeepsTheKindsOfYaml) {
  const auto plan =
      *Beside{}.read("requests: [{post: /, json: [1, '1', 007, 1e3, true, yes, null, ~, '', -0.5, .5]}]");
  EXPECT_EQ(std::get<Asked>(plan->classes[0].tasks[0].steps[0]).body->constant(),
            R"([1,"1","007",1e3,true,"yes",null,null,"",-0.5,".5"])");
}

struct Wrong {
  const char* text;
  const char* said;
};

TEST(Plan, TellsEachMistakeWithItsPlaceAndTheCure) {
  const Beside beside{{{"EMPTY", ""}}, {{"plans/rows.csv", "id,name\n1,a\n"}}};
  const Wrong all[] = {
      {"[]", "1:1: a plan is written as 'key: value' lines"},
      {"target: http://a", "1:1: nothing is asked here"},
      {"requests: []", "1:11: no request is left"},
      {"requests: {get: /a}", "1:11: requests is a list"},
      {"requests: [{}]", "1:12: a request says where to"},
      {"requests: [{get: /a, post: /b}]", "1:12: a request has one of path, get"},
      {"requests: [{get: /a, method: PUT}]", "1:18: 'get: …' says the method"},
      {"requests: [{method: 'a b', path: /a}]", "1:21: 'a b' cannot be a method"},
      {"requests: [{get: /a, wieght: 2}]", "1:22: a request has no key 'wieght'; did you mean 'weight'?"},
      {"requests: [{get: /a, weight: -1}]", "1:30: weight is a whole number from 0"},
      {"requests: [{get: /a, weight: 0}]", "1:11: no request is left"},
      {"requests: [{get: /a, name: 'x${v}'}]", "1:28: name is what requests are counted under"},
      {"requests: [{get: /a, json: 1, body: x}]", "1:12: a request has one body"},
      {"requests: [{get: '/${x}'}]", "1:18: there is no variable 'x'; the names are: random.integer"},
      {"variables: {token: 1}\nrequests: [{get: '/${tokn}'}]",
       "2:18: there is no variable 'tokn'; did you mean ${token}?"},
      {"requests: [{get: '/${x'}]", "1:18: a ${ has no } behind it"},
      {"requests: [{get: '/${}'}]", "1:18: ${} cannot be read"},
      {"requests: [{get: '/${random.integer(5, 1)}'}]", "1:18: write random.integer(LOW, HIGH)"},
      {"requests: [{get: '/${random.intger(1, 5)}'}]",
       "1:18: there is no function 'random.intger'; did you mean 'random.integer'?"},
      {"requests: [{get: '/${random.integer}'}]", "1:18: write random.integer(LOW, HIGH)"},
      {"requests: [{get: '/${row.id}'}]",
       "1:18: ${row.id}: no rows are named 'row'; name a file of them under data:"},
      {"data: {row: {file: rows.csv}}\nrequests: [{get: '/${row.nme}'}]", "2:18: "},
      {"data: {row: {file: none.csv}}\nrequests: [{get: /a}]", "1:20: plans/none.csv: no such file"},
      {"data: {row: {file: rows.csv, mode: any}}\nrequests: [{get: /a}]",
       "1:36: mode is random, sequential or unique"},
      {"data: {row: {mode: random}}\nrequests: [{get: /a}]", "1:13: rows come from a file"},
      {"variables: {v: '${NONE}'}\nrequests: [{get: /a}]", "1:16: the environment has no variable NONE"},
      {"variables: {uuid: 1}\nrequests: [{get: /a}]", "1:13: 'uuid' cannot be the name of a variable"},
      {"variables: {a: 1}\nsecrets: {a: four}\nrequests: [{get: /a}]", "2:11: 'a' is a variable already"},
      {"secrets: {a: abc}\nrequests: [{get: /a}]", "1:10: a secret of fewer than 4 characters"},
      {"target: 'http://${key}'\nsecrets: {key: abcdef}\nrequests: [{get: /a}]",
       "1:9: the environment has no variable key"},
      {"slos: [p99<]\nrequests: [{get: /a}]", "1:8: "},
      {"users: [1, 2]\nrequests: [{get: /a}]", "1:8: users is one value, not a list"},
      {"think: often\nrequests: [{get: /a}]", "1:8: think is 1s, between(1s, 5s)"},
      {"think: between(5s, 1s)\nrequests: [{get: /a}]", "1:8: write between(1s, 5s), the shorter one first"},
      {"steps: [{think: constant_pacing(1s)}, {get: /a}]", "1:17: constant_pacing is for think: of users"},
      {"setup: [{think: 1s}]\nrequests: [{get: /a}]", "1:17: setup and teardown do not wait"},
      {"setup: {get: '/${user.index}'}\nrequests: [{get: /a}]", "1:14: there is no user here"},
      {"data: {row: {file: rows.csv}}\nsetup: {get: '/${row.id}'}\nrequests: [{get: /a}]",
       "2:14: ${row.id}: no row is drawn here"},
      {"requests: [{get: /a}]\nsteps: [{get: /a}]", "1:1: there are requests and steps"},
      {"requests: [{get: /a, checks: {status: 20}}]", "1:39: status is a number such as 200"},
      {"requests: [{get: /a, checks: {json: {a: 1}}}]", "1:38: 'a' is no JSON pointer"},
      {"requests: [{get: /a, extract: {a: {header: x, cookie: y}}}]", "1:35: say one of"},
      {"variables: {a: 1}\nrequests: [{get: /a, extract: {a: /a}}]", "2:32: 'a' cannot be extracted into"},
      {"requests: [{post: /a, files: {field: x}}]", "1:30: a file of a form needs 'field' and 'path'"},
      {"user_classes: []", "1:15: user_classes is a list"},
      {"user_classes: [{name: A, requests: [{get: /a}]}]\nthink: 1s",
       "2:8: there are user_classes, so 'think'"},
      {"user_classes: [{name: A, requests: [{get: /a}]}, {name: A, requests: [{get: /a}]}]",
       "1:50: there are two user classes named A"},
      {"user_classes: [{name: A B, requests: [{get: /a}]}]", "1:23: the name of a class is one word"},
      {"user_classes: [{name: A, rate: fast, requests: [{get: /a}]}]", "1:32: "},
      {"user_classes: [{name: A, rate: 5, users: 5, requests: [{get: /a}]}]",
       "1:42: a class follows a rate or a number"},
      {"user_classes: [{name: A, arrivals: constant, requests: [{get: /a}]}]",
       "1:36: arrivals belongs to a rate"},
      {"user_classes: [{name: A, target: nowhere, requests: [{get: /a}]}]", "1:34: "},
  };
  for (const auto& wrong : all) {
    const auto said = beside.complaint(wrong.text);
    EXPECT_THAT(said, StartsWith(std::string("plans/plan.yaml:") + wrong.said)) << wrong.text;
    EXPECT_EQ(said.find('\n'), std::string::npos) << "one mistake, one sentence: " << said;
  }
}

TEST(Plan, TellsAllMistakesInTheirOrder) {
  const auto said = Beside{}.complaint("thnk: 1\nrequests:\n  - {get: /a, jsn: 1}\n  - {gte: /b}\n");
  EXPECT_THAT(said, HasSubstr("plan.yaml:1:1: a plan has no key 'thnk'"));
  EXPECT_THAT(said, HasSubstr("\nplans/plan.yaml:3:15: a request has no key 'jsn'"));
  EXPECT_THAT(said, HasSubstr("\nplans/plan.yaml:4:6: a request has no key 'gte'"));
}

TEST(Plan, TakesVariablesThatNobodyUses) {
  EXPECT_EQ(Beside{}.complaint("variables: {a: 1}\nrequests: [{get: /a, extract: {b: /b}}]"), "");
}

TEST(Plan, LetsVariablesBeUsedAboveTheLineThatExtractsThem) {
  EXPECT_EQ(Beside{}.complaint("requests: [{get: '/${b}'}, {get: /b, extract: {b: /b}}]"), "");
}

// The tables are what the reader goes by: a key that it does not ask for would have thrown above.
TEST(Plan, HasTheKeysOfItsSchema) {
  const auto text = base::read_file(ACRIDA_PLAN_SCHEMA);
  ASSERT_TRUE(text.ok()) << text.error().message;
  const Json schema = Json::parse(*text);
  for (const auto& table : kKeyTables) {
    const Json object = table.place.empty() ? schema : schema["$defs"][table.place];
    EXPECT_FALSE(object["additionalProperties"].boolean()) << table.place;
    std::set<std::string> described;
    for (std::size_t i = 0; i < object["properties"].size(); ++i)
      described.insert(object["properties"].key_at(i));
    EXPECT_EQ(described, std::set<std::string>(table.keys.begin(), table.keys.end())) << table.place;
  }
}

RC_GTEST_PROP(Plan, EndsInAPlanOrInSentencesWithPlaces, (const std::string& name, const std::string& value)) {
  const auto said = Beside{}.complaint("requests: [{get: /a, headers: {" + name + ": '" + value + "'}}]");
  RC_ASSERT(said.empty() || said.starts_with("plans/plan.yaml:"));
}

}  // namespace
}  // namespace acrida::scenario::plan
