// Draws one of five tasks, by weight, before each request.
#include <acrida/acrida.h>
using namespace acrida;

class Chooser : public HttpUser {
 public:
  Chooser() {
    task(5, &Chooser::first);
    task(4, &Chooser::second);
    task(3, &Chooser::third);
    task(2, &Chooser::fourth);
    task(1, &Chooser::fifth);
  }

  Task<> first() { co_await client().get("/health"); }
  Task<> second() { co_await client().get("/health"); }
  Task<> third() { co_await client().get("/health"); }
  Task<> fourth() { co_await client().get("/health"); }
  Task<> fifth() { co_await client().get("/health"); }
};

ACRIDA_USERS(Chooser)
