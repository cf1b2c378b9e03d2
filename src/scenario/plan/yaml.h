// Reading YAML into a tree that remembers where everything stands. Data only: tags that would make objects of
// a program are refused.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <acrida/export.h>

#include "base/result.h"

namespace acrida::scenario::plan {

// In the file, both from 1, as an editor counts (columns in characters).
struct Place {
  int line = 1, column = 1;
};

struct Node {
  enum class Kind { scalar, list, map };
  struct Key {
    std::string text;
    Place place = {};
  };

  Kind kind = Kind::scalar;
  Place place = {};
  std::string text = {};         // of a scalar
  bool plain = false;            // … that stands without quotes, so that it may be a number, true or null
  std::vector<Key> keys = {};    // of a map, each once, in the order of the file
  std::vector<Node> items = {};  // of a list; of a map, one for each key

  bool is_null() const;
  // The member of a map; null: there is none.
  const Node* find(std::string_view key) const;
};

inline constexpr std::size_t kMostYamlBytes = std::size_t{4} << 20;
inline constexpr std::size_t kMostYamlNodes = 200'000;  // with what aliases repeat
inline constexpr int kDeepestYaml = 64;

// One document. Aliases are copies, `<<: *base` takes in the members that a map lacks. The error begins with
// "name:line:column: ".
ACRIDA_API base::Result<Node> parse_yaml(std::string_view text, const std::string& name);

}  // namespace acrida::scenario::plan
