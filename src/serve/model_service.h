// A model behind HTTP: GET /health and POST /predict.
#pragma once

#include <array>
#include <string>

#include <acrida/export.h>

#include "http/server.h"
#include "model/pipeline.h"
#include "serve/row_parser.h"

namespace acrida::serve {

// What POST /predict says: {"diagnosis":"clear"} for the model's first class, for example.
struct Answers {
  std::string key;                   // diagnosis
  std::array<std::string, 2> words;  // one for each class of the model, in its order
};

// For the heart-disease model (label `target`, classes 0 and 1) what its clients have always been told; for
// any other "prediction" and the class.
ACRIDA_API Answers default_answers(const model::Pipeline& pipeline);

// Answers {"error": "one sentence"} with 400 to a body that is no valid request, 404, 405, 413, 415 where
// they are due, and never 500 for anything that a client sends. One a thread.
class ACRIDA_API ModelService final : public http::Handler {
 public:
  // `pipeline` must outlive the service.
  ModelService(const model::Pipeline& pipeline, const Answers& answers);

  void handle(const http::Request& request, http::Response& response) override;
  void refuse(int status, const std::string& why, http::Response& response) override;

 private:
  void predict(const http::Request& request, http::Response& response);

  const model::Pipeline& pipeline_;
  RowParser parser_;
  std::array<std::string, 2> bodies_;  // the two answers that there are
};

}  // namespace acrida::serve
