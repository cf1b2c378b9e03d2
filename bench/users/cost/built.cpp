// Draws the 13 fields of a patient and writes their JSON for each request.
#include <acrida/acrida.h>
using namespace acrida;

class Builder : public HttpUser {
 public:
  Builder() { task(&Builder::predict); }

  Task<> predict() { co_await client().post("/predict").json(patient()); }

 private:
  JsonObject patient() {
    Random& draw = random();
    return JsonObject()
        .set("age", draw.integer(29, 77))
        .set("sex", draw.integer(0, 1))
        .set("cp", draw.integer(0, 3))
        .set("trestbps", draw.integer(94, 200))
        .set("chol", draw.integer(126, 564))
        .set("fbs", draw.integer(0, 1))
        .set("restecg", draw.integer(0, 2))
        .set("thalach", draw.integer(71, 202))
        .set("exang", draw.integer(0, 1))
        .set("oldpeak", static_cast<double>(draw.integer(0, 62)) / 10)
        .set("slope", draw.integer(0, 2))
        .set("ca", draw.integer(0, 4))
        .set("thal", draw.integer(0, 3));
  }
};

ACRIDA_USERS(Builder)
