// Patients come whether or not those before them were answered: open load, for whose rate the class itself
// asks. Beside them a monitor looks twice a second, evenly.
#include <acrida/acrida.h>
using namespace acrida;

class Patient : public HttpUser {
 public:
  Patient() {
    rate("0s:10/s, 5s:60/s, 20s:60/s");  // a morning: more and more of them, then steadily
    task(&Patient::predict);
  }

  Task<> predict() { co_await client().post("/predict").json(patient()); }

 private:
  std::string patient() {
    return JsonObject()
        .set("age", random().integer(18, 100))
        .set("sex", random().integer(0, 1))
        .set("cp", random().integer(0, 3))
        .set("trestbps", random().integer(90, 200))
        .set("chol", random().integer(100, 600))
        .set("fbs", random().integer(0, 1))
        .set("restecg", random().integer(0, 1))
        .set("thalach", random().integer(60, 200))
        .set("exang", random().integer(0, 1))
        .set("oldpeak", 1.4)
        .set("slope", random().integer(0, 2))
        .set("ca", random().integer(0, 3))
        .set("thal", random().integer(0, 3))
        .text();
  }
};

class Monitor : public HttpUser {
 public:
  Monitor() {
    rate(2);
    arrivals(Arrivals::constant);
    task(&Monitor::health);
  }

  Task<> health() { co_await client().get("/health"); }
};

ACRIDA_USERS(Patient, Monitor)
