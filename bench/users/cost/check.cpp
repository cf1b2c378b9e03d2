// Judges each answer itself.
#include <acrida/acrida.h>
using namespace acrida;

class Judge : public HttpUser {
 public:
  Judge() { task(&Judge::health); }

  Task<> health() {
    Response answer = co_await client().get("/health").check();
    if (answer.text() == "OK")
      answer.success();
    else
      answer.failure("expected OK, got '{}'", answer.text());
  }
};

ACRIDA_USERS(Judge)
