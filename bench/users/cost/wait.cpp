// Sets a wait of nothing between two tasks, where the plain loop sets none.
#include <acrida/acrida.h>
using namespace acrida;

class Waiter : public HttpUser {
 public:
  Waiter() {
    wait_time(constant(0s));
    task(&Waiter::health);
  }

  Task<> health() { co_await client().get("/health"); }
};

ACRIDA_USERS(Waiter)
