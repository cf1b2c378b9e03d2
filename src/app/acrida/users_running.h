// Whatever happens, users end before what they refer to goes.
#pragma once

#include "app/acrida/users.h"

namespace acrida::app {

class UsersRunning {
 public:
  UsersRunning(Users& users, RunControl& run) : users_(users) { users_.begin(run); }
  ~UsersRunning() { users_.end(); }
  UsersRunning(const UsersRunning&) = delete;
  UsersRunning& operator=(const UsersRunning&) = delete;

 private:
  Users& users_;
};

}  // namespace acrida::app
