// Where Rows::csv leaves its complaints while a users file is being loaded: an exception cannot leave the
// initialisation of a library.
#pragma once

#include <string>
#include <vector>

namespace acrida::scenario::cpp {

// While it lives, Rows::csv on this thread notes here what it could not read; without one it throws.
class RowsTroubles {
 public:
  RowsTroubles();
  ~RowsTroubles();
  RowsTroubles(const RowsTroubles&) = delete;
  RowsTroubles& operator=(const RowsTroubles&) = delete;

  const std::vector<std::string>& all() const { return all_; }

 private:
  std::vector<std::string> all_;
};

}  // namespace acrida::scenario::cpp
