// Tasks that belong together: a part of a site that a user goes into, and leaves again.
#pragma once

#include <acrida/behaviour.h>
#include <acrida/http.h>
#include <acrida/user.h>

namespace acrida {

// A member of a user, or of another set, by task_set<T>(weight). Each visit makes a new instance, which lives
// until interrupt(): on_start, tasks and waits, on_stop. There is no other way out but the user's own end.
class ACRIDA_API TaskSet : public Behaviour {
 protected:
  TaskSet();

  Client& client() { return client_; }
  // Whose set this is, as the class that is known to be its user: user<Patient>().name(). REQUIRES: it is one
  template <class T = User>
  T& user() {
    return static_cast<T&>(whole_user());
  }
  // The set that this one is in, or the user.
  template <class T = Behaviour>
  T& parent() {
    return static_cast<T&>(*parent_);
  }
  // Leaves this set, from one of its tasks or its on_start (then without on_stop). The one that it is in
  // picks its next task at once; with `wait` after its wait time.
  [[noreturn]] void interrupt(bool wait = false);

 private:
  User& whole_user();

  Client client_;
};

// Its tasks come in the order in which they were added, again and again; a weight of 3 means three times in a
// row.
class ACRIDA_API SequentialTaskSet : public TaskSet {
 protected:
  SequentialTaskSet();
};

}  // namespace acrida
