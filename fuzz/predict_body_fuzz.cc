// Whatever body is sent to /predict: the answer is one of the model's two or a 400 with one sentence, and the
// same one when the body comes again, whatever order of fields the service has got used to.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/json.h"
#include "fuzz/require.h"
#include "serve/model_service.h"

using namespace acrida;

namespace {

const model::Pipeline& pipeline() {
  static const model::Pipeline made = [] {
    model::Fitted fitted;
    fitted.label = "target";
    fitted.classes = {0.0, 1.0};
    fitted.numeric = {{"age", 50, 54, 9, 0.5}, {"chol", 240, 250, 50, -0.25}};
    fitted.categorical = {{"sex", 0.0, {0.0, 1.0}, {0.25, -0.25}},
                          {"colour", "missing_value", {"blue", "missing_value", "red"}, {-1, 0.125, 1}}};
    return model::Pipeline(fitted);
  }();
  return made;
}

http::Response answer_to(serve::ModelService& service, std::string_view body) {
  http::Request request;
  request.method = "POST";
  request.target = "/predict";
  request.fields.add("Content-Type", "application/json");
  request.body = body;
  http::Response response;
  response.status = 200;
  service.handle(request, response);
  return response;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto answers = serve::default_answers(pipeline());
  static serve::ModelService used(pipeline(), answers);
  serve::ModelService fresh(pipeline(), answers);
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  const auto response = answer_to(used, body);
  const auto json = base::parse_json(response.body);
  REQUIRE(json.ok());
  if (response.status == 200) {
    const std::string said = (*json)["diagnosis"].string();
    REQUIRE(said == "clear" || said == "heart-disease");
  } else {
    REQUIRE(response.status == 400);
    REQUIRE(!(*json)["error"].string().empty());
  }
  REQUIRE(answer_to(fresh, body).body == response.body);
  return 0;
}
