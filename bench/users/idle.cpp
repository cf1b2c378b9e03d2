// Connects with one request and then does nothing for an hour.
#include <acrida/acrida.h>
using namespace acrida;

class Sleeper : public HttpUser {
 public:
  Sleeper() {
    wait_time(constant(1h));
    task(&Sleeper::health);
  }

  Task<> health() { co_await client().get("/health"); }
};

ACRIDA_USERS(Sleeper)
