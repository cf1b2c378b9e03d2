#include "serve/model_service.h"

#include <cmath>
#include <string_view>

#include <fmt/format.h>

#include <acrida/json.h>

#include "base/text.h"
#include "model/fitted.h"

namespace acrida::serve {
namespace {

void answer_json(http::Response& response, std::string_view body) {
  response.fields.add("Content-Type", "application/json");
  response.body = body;
}

void answer_error(http::Response& response, int status, std::string_view why) {
  response.status = status;
  answer_json(response, JsonObject().set("error", why).text() + "\n");
}

void allow_only(http::Response& response, std::string_view methods) {
  response.fields.add("Allow", methods);
  answer_error(response, 405, fmt::format("this path takes {} only", methods));
}

// A body without a type is taken for what it has to be.
bool is_json(std::string_view content_type) {
  const auto type = base::trimmed(content_type.substr(0, content_type.find(';')));
  return type.empty() || base::iequals(type, "application/json");
}

}  // namespace

Answers default_answers(const model::Pipeline& pipeline) {
  const auto& classes = pipeline.classes();
  const std::array<std::string, 2> names{model::to_text(classes[0]), model::to_text(classes[1])};
  if (pipeline.label() == "target" && names[0] == "0" && names[1] == "1")
    return {"diagnosis", {"clear", "heart-disease"}};
  return {"prediction", names};
}

ModelService::ModelService(const model::Pipeline& pipeline, const Answers& answers)
    : pipeline_(pipeline), parser_(pipeline) {
  for (std::size_t i = 0; i < bodies_.size(); ++i) {
    bodies_[i] = JsonObject().set(answers.key, answers.words[i]).text() + "\n";
  }
}

void ModelService::handle(const http::Request& request, http::Response& response) {
  const std::string_view target = request.target;
  const auto path = target.substr(0, target.find('?'));
  if (path == "/predict") {
    if (request.method != "POST") return allow_only(response, "POST");
    return predict(request, response);
  }
  if (path == "/health") {
    if (request.method != "GET" && request.method != "HEAD") return allow_only(response, "GET, HEAD");
    response.fields.add("Content-Type", "text/plain");
    response.body = "OK";
    return;
  }
  answer_error(response, 404, "there is nothing here; try GET /health or POST /predict");
}

void ModelService::predict(const http::Request& request, http::Response& response) {
  if (!is_json(request.fields.find("Content-Type"))) {
    return answer_error(response, 415, "the body must be JSON, with Content-Type: application/json");
  }
  const auto row = parser_.parse(request.body);
  if (!row) return answer_error(response, 400, row.error().message);
  const auto prediction = pipeline_.predict(**row);
  if (std::isnan(prediction.probability)) {
    return answer_error(response, 400, "the numbers are too large to predict from");
  }
  answer_json(response, bodies_[prediction.index]);
}

void ModelService::refuse(int status, const std::string& why, http::Response& response) {
  answer_error(response, status, why);
}

}  // namespace acrida::serve
