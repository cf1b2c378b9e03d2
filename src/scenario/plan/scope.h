// What the names in ${…} mean, and templates that are made of texts with such names.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/plan/complaints.h"
#include "scenario/plan/template.h"

namespace acrida::scenario::plan {

// The value of an environment variable.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;

// Variables that requests extract. A name may be used before the line that extracts it has been read.
class Slots {
 public:
  std::uint32_t use(const std::string& name, Place at);
  std::uint32_t extract(const std::string& name);
  bool has(const std::string& name) const { return by_name_.contains(name); }
  // Complains of each that is used and that nothing extracts. `known` are other names that could be meant.
  void refuse_unknown(const std::vector<std::string>& known, Complaints& complaints) const;
  std::vector<Slot> all() const;

 private:
  struct Known {
    std::string name;
    Place first_used;
    bool extracted = false;
  };
  std::uint32_t slot_of(const std::string& name, Place at);

  std::map<std::string, std::uint32_t> by_name_;
  std::vector<Known> slots_;
};

class Scope {
 public:
  Scope(const Environment& environment, Complaints& complaints)
      : environment_(environment), complaints_(complaints) {}

  std::map<std::string, Value> constants;                    // of variables and secrets
  std::vector<std::unique_ptr<DataSource>>* data = nullptr;  // whose rows can be drawn here; null: none can
  Slots* own = nullptr;                                      // null: there is no user here
  Slots* shared = nullptr;                                   // those of setup
  bool in_setup = false;                                     // where the shared ones are extracted
  bool bare_environment = false;                             // ${NAME} may be the environment's

  // Pieces of `text` behind one another; what is wrong is complained of at `at`. `whole` is the encoding of a
  // ${…} that is all of the text, and `inside` that of others; what stands between them is encoded as
  // `inside`, too, unless that is `percent`.
  void compile(std::string_view text, Place at, Encoding whole, Encoding inside, Template& into);
  Template compile(std::string_view text, Place at, Encoding encoding = Encoding::text);
  // One whose names are all known by now; nullopt after a complaint.
  std::optional<std::string> constant_text(std::string_view text, Place at);
  // The same as a value: ${NAME} alone keeps its kind.
  std::optional<Value> constant_value(const Node& scalar);

  // The names that ${…} may hold, but for functions and the environment's.
  std::vector<std::string> known_names() const;
  Complaints& complaints() { return complaints_; }

 private:
  std::optional<Piece> source_of(std::string_view expression, Place at, Encoding encoding);
  std::optional<Piece> named(const std::string& name, const std::optional<std::string>& otherwise, Place at,
                             Encoding encoding);
  std::optional<Piece> row_of(std::string_view source, std::string_view column, Place at, Encoding encoding);
  std::optional<Piece> environment_value(const std::string& name, const std::optional<std::string>& otherwise,
                                         Place at, Encoding encoding);

  const Environment& environment_;
  Complaints& complaints_;
};

// A plain scalar that reads as a number, true, false or null is JSON; all else is a text.
Value plain_value(const Node& scalar);

}  // namespace acrida::scenario::plan
