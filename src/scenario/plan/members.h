// A map of a plan file, asked for its keys one by one.
#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "scenario/plan/complaints.h"
#include "scenario/plan/keys.h"
#include "scenario/plan/yaml.h"

namespace acrida::scenario::plan {

class Members {
 public:
  // Complains of what is no map, and of each key that is not in the table, with the nearest that is. `what`
  // names it in messages: "a request".
  Members(const Node& node, std::span<const Key> table, std::string_view what, Complaints& complaints);
  // Throws std::logic_error when a key of the table was never asked for: nobody reads it.
  ~Members() noexcept(false);
  Members(const Members&) = delete;
  Members& operator=(const Members&) = delete;

  const Node& node() const { return node_; }
  // Null: it is not there, or null. REQUIRES: it is in the table
  const Node* find(Key key);

  // These complain when it is there and of another kind.
  std::optional<std::string> text(Key key);
  std::optional<bool> truth(Key key);
  std::optional<long long> whole(Key key, long long low, long long high);
  std::optional<double> number(Key key, double low);
  std::optional<base::Duration> timespan(Key key);

 private:
  const Node& node_;
  std::span<const Key> table_;
  Complaints& complaints_;
  std::set<Key> asked_;
  int exceptions_;
};

// "a list", "a map", "the text 'x'": for messages.
std::string described(const Node& node);
// The scalar's text; complains of anything else. `what` is what should be there: "a time such as 1s".
std::optional<std::string> scalar_text(const Node& node, std::string_view what, Complaints& complaints);
// One text or a list of them.
std::vector<const Node*> one_or_more(const Node& node);

}  // namespace acrida::scenario::plan
