// Asks, and thinks for one to five seconds.
#include <acrida/acrida.h>
using namespace acrida;

class Thinker : public HttpUser {
 public:
  Thinker() {
    wait_time(between(1s, 5s));
    task(&Thinker::health);
  }

  Task<> health() { co_await client().get("/health"); }
};

ACRIDA_USERS(Thinker)
