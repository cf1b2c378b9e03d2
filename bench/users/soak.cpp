// 99 requests in a hundred are answered, one is for what is not there.
#include <acrida/acrida.h>
using namespace acrida;

class Soaker : public HttpUser {
 public:
  Soaker() {
    task(99, &Soaker::health);
    task(1, &Soaker::missing);
  }

  Task<> health() { co_await client().get("/health"); }
  Task<> missing() { co_await client().get("/missing"); }
};

ACRIDA_USERS(Soaker)
