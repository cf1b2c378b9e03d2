#include "serve/model_service.h"

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <acrida/json.h>
#include <acrida/random.h>

#include "base/json.h"

namespace acrida::serve {
namespace {

using testing::HasSubstr;

// One quantity, one number that names a category, and one text that does.
model::Fitted small_model() {
  model::Fitted fitted;
  fitted.label = "target";
  fitted.classes = {0.0, 1.0};
  fitted.numeric = {{"age", 50, 50, 10, 4}};
  fitted.categorical = {{"sex", 0.0, {0.0, 1.0}, {1, -1}},
                        {"colour", "missing_value", {"blue", "missing_value", "red"}, {-2, 0.5, 2}}};
  return fitted;
}

class ModelServiceTest : public testing::Test {
 protected:
  http::Response ask(std::string_view method, std::string_view target, std::string_view body = {},
                     std::string_view content_type = {}) {
    http::Request request;
    request.method = method;
    request.target = target;
    request.body = body;
    if (!content_type.empty()) request.fields.add("Content-Type", content_type);
    http::Response response;
    response.status = 200;  // as the server begins it
    service_.handle(request, response);
    return response;
  }
  http::Response predict(std::string_view body) { return ask("POST", "/predict", body, "application/json"); }

  // An error is JSON with one sentence, and a line of its own.
  void expect_error(const http::Response& response, int status, std::string_view part) {
    EXPECT_EQ(response.status, status);
    EXPECT_EQ(response.fields.find("Content-Type"), "application/json");
    const auto json = base::parse_json(response.body);
    ASSERT_TRUE(json.ok()) << response.body;
    EXPECT_THAT((*json)["error"].string(), HasSubstr(part));
    EXPECT_TRUE(response.body.ends_with("}\n"));
    EXPECT_EQ(std::count(response.body.begin(), response.body.end(), '\n'), 1);
  }

  model::Pipeline pipeline_{small_model()};
  ModelService service_{pipeline_, default_answers(pipeline_)};
};

TEST_F(ModelServiceTest, IsHealthy) {
  for (const char* target : {"/health", "/health?probe=1"}) {
    const auto response = ask("GET", target);
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, "OK");
    EXPECT_EQ(response.fields.find("Content-Type"), "text/plain");
  }
  EXPECT_EQ(ask("HEAD", "/health").status, 200);  // the server leaves the body out
}

TEST_F(ModelServiceTest, PredictsEachClassInItsWords) {
  const auto sick = predict(R"({"age": 60, "sex": 0, "colour": "red"})");
  EXPECT_EQ(sick.status, 200);
  EXPECT_EQ(sick.body, "{\"diagnosis\":\"heart-disease\"}\n");
  EXPECT_EQ(sick.fields.find("Content-Type"), "application/json");
  EXPECT_EQ(predict(R"({"age": 40, "sex": 1, "colour": "blue"})").body, "{\"diagnosis\":\"clear\"}\n");
}

TEST_F(ModelServiceTest, ImputesNull) {
  // The median and the constants decide: 0 + 1 + 0.5, then 0 − 1 − 2.
  EXPECT_EQ(predict(R"({"age": null, "sex": null, "colour": null})").body,
            "{\"diagnosis\":\"heart-disease\"}\n");
  EXPECT_EQ(predict(R"({"age": null, "sex": true, "colour": "blue"})").body, "{\"diagnosis\":\"clear\"}\n");
}

TEST_F(ModelServiceTest, AddsNothingForAnUnknownCategory) {
  EXPECT_EQ(predict(R"({"age": 50.1, "sex": 17, "colour": "green"})").body,
            "{\"diagnosis\":\"heart-disease\"}\n");
  EXPECT_EQ(predict(R"({"age": 49.9, "sex": 0.5, "colour": ""})").body, "{\"diagnosis\":\"clear\"}\n");
}

TEST_F(ModelServiceTest, RefusesABodyThatIsNoRowAndSaysWhy) {
  expect_error(predict(""), 400, "not valid JSON");
  expect_error(predict("{\"age\": 1"), 400, "not valid JSON");
  expect_error(predict("[]"), 400, "not an object");
  expect_error(predict("{}"), 400, "'age' is missing");
  expect_error(predict(R"({"age": 1, "colour": "red"})"), 400, "'sex' is missing");
  expect_error(predict(R"({"age": "old", "sex": 1, "colour": "red"})"), 400, "'age' must be a number");
  expect_error(predict(R"({"age": 1, "sex": {}, "colour": "red"})"), 400, "'sex' must be a number");
  expect_error(predict(R"({"age": 1e999, "sex": 1, "colour": "red"})"), 400, "not valid JSON");
}

TEST_F(ModelServiceTest, PredictsFromHugeNumbersOrSaysThatTheyAreTooLarge) {
  EXPECT_EQ(predict(R"({"age": 1e100, "sex": 1e100, "colour": "red"})").body,
            "{\"diagnosis\":\"heart-disease\"}\n");
  EXPECT_EQ(predict(R"({"age": -1e308, "sex": -1e308, "colour": "red"})").body,
            "{\"diagnosis\":\"clear\"}\n");

  // Two infinities of different signs have no sum.
  auto fitted = small_model();
  fitted.numeric = {{"age", 0, 0, 1, 100}, {"chol", 0, 0, 1, -100}};
  const model::Pipeline steep(fitted);
  ModelService service(steep, default_answers(steep));
  http::Request request;
  request.method = "POST";
  request.target = "/predict";
  request.body = R"({"age": 1e308, "chol": 1e308, "sex": 1, "colour": "red"})";
  http::Response response;
  response.status = 200;
  service.handle(request, response);
  expect_error(response, 400, "too large");
}

TEST_F(ModelServiceTest, TakesJsonByAnyOfItsNames) {
  const std::string row = R"({"age": 60, "sex": 0, "colour": "red"})";
  for (const char* type : {"application/json", "Application/JSON", "application/json; charset=utf-8",
                           "application/json;charset=UTF-8", "application/json ; q=1", ""}) {
    EXPECT_EQ(ask("POST", "/predict", row, type).status, 200) << type;
  }
  for (const char* type : {"text/plain", "application/x-www-form-urlencoded", "application/jsonp", "json",
                           "application/octet-stream", "text/json"}) {
    expect_error(ask("POST", "/predict", row, type), 415, "application/json");
  }
  EXPECT_EQ(ask("POST", "/predict?verbose=1", row, "application/json").status, 200);
}

TEST_F(ModelServiceTest, NamesTheMethodsThatAPathTakes) {
  for (const char* method : {"GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "post", "BREW"}) {
    const auto response = ask(method, "/predict");
    expect_error(response, 405, "POST");
    EXPECT_EQ(response.fields.find("Allow"), "POST");
  }
  for (const char* method : {"POST", "PUT", "DELETE", "OPTIONS"}) {
    const auto response = ask(method, "/health");
    expect_error(response, 405, "GET");
    EXPECT_EQ(response.fields.find("Allow"), "GET, HEAD");
  }
}

TEST_F(ModelServiceTest, KnowsNoOtherPath) {
  for (const char* target :
       {"/", "/predict/", "/health/x", "//predict", "/PREDICT", "*", "?", "", "/favicon.ico"}) {
    for (const char* method : {"GET", "POST"}) expect_error(ask(method, target), 404, "/predict");
  }
}

TEST_F(ModelServiceTest, SaysInJsonWhyARequestCouldNotBeRead) {
  http::Response response;
  response.status = 413;
  service_.refuse(413, "the body is larger than the limit", response);
  expect_error(response, 413, "larger than the limit");
  http::Response quoted;
  service_.refuse(400, "a \"quote\" and a \\", quoted);
  expect_error(quoted, 400, "a \"quote\" and a \\");
}

TEST_F(ModelServiceTest, RefusesBodiesOfMoreThanOneMebibyte) {
  EXPECT_EQ(http::ServerLimits{}.message.body_bytes, std::uint64_t{1} << 20);
}

TEST(DefaultAnswers, AreTheDiagnosesForTheHeartDiseaseModelOnly) {
  auto fitted = small_model();
  EXPECT_EQ(default_answers(model::Pipeline(fitted)).key, "diagnosis");
  fitted.label = "outcome";
  EXPECT_EQ(default_answers(model::Pipeline(fitted)).key, "prediction");
  EXPECT_EQ(default_answers(model::Pipeline(fitted)).words[1], "1");
  fitted.label = "target";
  fitted.classes = {"no", "yes"};
  EXPECT_EQ(default_answers(model::Pipeline(fitted)).key, "prediction");
  EXPECT_EQ(default_answers(model::Pipeline(fitted)).words[0], "no");
}

// A thousand random rows, in random order and with strangers among the fields, are answered as the pipeline
// predicts.
TEST_F(ModelServiceTest, AnswersWhatThePipelinePredicts) {
  Random random(20);
  const std::vector<std::string> colours{"blue", "red", "missing_value", "green"};
  int sick = 0;
  for (int i = 0; i < 1000; ++i) {
    const double age = random.real(20, 80);
    const auto sex = random.integer(0, 2);
    const std::string& colour = random.pick(colours);
    std::vector<double> row{age, static_cast<double>(sex), *pipeline_.value_of(2, colour)};
    std::vector<std::string> fields{fmt::format(R"("age": {})", age), fmt::format(R"("sex": {})", sex),
                                    fmt::format(R"("colour": "{}")", colour), R"("id": "x")"};
    if (random.chance(0.2)) {
      const auto missing = static_cast<std::size_t>(random.integer(0, 2));
      row[missing] = std::numeric_limits<double>::quiet_NaN();
      fields[missing].replace(fields[missing].find(':') + 1, std::string::npos, " null");
    }
    std::rotate(fields.begin(), fields.begin() + random.integer(0, 3), fields.end());
    const std::string body = fmt::format("{{{}}}", fmt::join(fields, ", "));
    const auto expected = pipeline_.predict(row);
    const auto response = predict(body);
    ASSERT_EQ(response.status, 200) << body << response.body;
    ASSERT_EQ(response.body,
              expected.index == 1 ? "{\"diagnosis\":\"heart-disease\"}\n" : "{\"diagnosis\":\"clear\"}\n")
        << body;
    sick += static_cast<int>(expected.index);
  }
  EXPECT_GT(sick, 200);
  EXPECT_LT(sick, 800);
}

}  // namespace
}  // namespace acrida::serve
