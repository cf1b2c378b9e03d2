// Everything that a users file needs:
//
//   #include <acrida/acrida.h>
//   using namespace acrida;
//
//   class Visitor : public HttpUser {
//    public:
//     Visitor() { wait_time(between(1s, 5s)); task(&Visitor::look); }
//     Task<> look() { co_await client().get("/health"); }
//   };
//   ACRIDA_USERS(Visitor)
//
// Run it with: acrida -f visitor.cpp -H http://127.0.0.1:8080 --headless -u 10 -t 30s
#pragma once

#include <chrono>

#include <acrida/http.h>
#include <acrida/json.h>
#include <acrida/random.h>
#include <acrida/rows.h>
#include <acrida/task.h>
#include <acrida/task_set.h>
#include <acrida/user.h>
#include <acrida/wait_time.h>

namespace acrida {

using namespace std::chrono_literals;  // 1s, 20ms

}  // namespace acrida
