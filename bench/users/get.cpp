// Asks GET /health again and again, as fast as the answers come.
#include <acrida/acrida.h>
using namespace acrida;

class Getter : public HttpUser {
 public:
  Getter() {
    wait_time(constant(0s));
    task(&Getter::health);
  }

  Task<> health() { co_await client().get("/health"); }
};

ACRIDA_USERS(Getter)
