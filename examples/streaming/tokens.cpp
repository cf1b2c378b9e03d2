// A language model answers token by token: how long does the first one take, and how evenly do the others
// come?
#include <acrida/acrida.h>
using namespace acrida;

class Reader : public HttpUser {
 public:
  Reader() {
    wait_time(between(100ms, 300ms));
    task(&Reader::ask);
  }

  Task<> ask() {
    Response answer = co_await client()
                          .post("/v1/completions")
                          .json(JsonObject().set("prompt", "Why is the sky blue?").set("stream", true))
                          .stream()
                          .check();
    int tokens = 0;
    bool done = false;
    while (auto event = co_await answer.next_event()) {
      done = event->data == "[DONE]";
      tokens += done ? 0 : 1;
    }
    if (answer.ok() && !done) answer.failure("the stream ended after {} tokens without [DONE]", tokens);
  }
};

ACRIDA_USERS(Reader)
