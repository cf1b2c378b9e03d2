// Sends an exact number of requests, as fast as the answers come: each user its share, and leaves.
#include <cstdint>
#include <string>

#include <acrida/acrida.h>

#include "payload.h"
using namespace acrida;

class Counted : public HttpUser {
 public:
  Counted() {
    option("each", "1", "Requests of each user");
    option("ask", "get", "get: GET /health; post: POST /predict");
    task(&Counted::ask);
  }

  Task<> on_start() override {
    left_ = std::stoll(option("each"));
    post_ = option("ask") == "post";
    co_return;
  }

  Task<> ask() {
    if (post_)
      co_await client().post("/predict").json(payload());
    else
      co_await client().get("/health");
    if (--left_ == 0) stop_user();
  }

 private:
  std::int64_t left_ = 0;
  bool post_ = false;
};

ACRIDA_USERS(Counted)
