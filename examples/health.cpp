// Asks GET /health now and then, and looks at the answer.
#include <acrida/acrida.h>
using namespace acrida;

class HealthUser : public HttpUser {
 public:
  HealthUser() {
    wait_time(between(500ms, 1500ms));
    task(&HealthUser::health);
  }

  Task<> health() {
    Response answer = co_await client().get("/health").check();
    if (answer.status() == 0) co_return;  // no answer is a failure already, and says why
    if (answer.text() != "OK")
      answer.failure("unexpected body '{}' (status {})", answer.text(), answer.status());
  }
};

ACRIDA_USERS(HealthUser)
