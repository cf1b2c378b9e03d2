// Two classes of users that ask GET /health again and again, as fast as the answers come.
#include <acrida/acrida.h>
using namespace acrida;

class Getter : public HttpUser {
 public:
  Getter() { task(&Getter::health); }

  Task<> health() { co_await client().get("/health"); }
};

class OtherGetter : public Getter {};

ACRIDA_USERS(Getter, OtherGetter)
