// Texts with ${…} in them, taken apart once, when the plan is loaded.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <acrida/random.h>

#include "base/clock.h"
#include "scenario/plan/data_source.h"
#include "scenario/plan/value.h"

namespace acrida::scenario::plan {

// A place for a value that is extracted while the plan runs.
struct Slot {
  std::string name;
  std::optional<Value> value = {};
};

// What ${…} may stand for, besides constants, which are text by then.
struct FromSlot {
  std::uint32_t slot;
  bool shared;  // of setup, for all users; else this user's own
};
struct FromRow {
  std::uint32_t source, column;
};
struct RandomInteger {
  std::int64_t low, high;
};
struct RandomReal {
  double low, high;
  std::optional<int> decimals;
};
struct RandomChoice {
  std::vector<Value> among;
};
struct Uuid {};
struct UnixTime {
  bool milliseconds;  // else seconds
};
struct IsoTime {};
struct UserIndex {};

using Source = std::variant<std::string, FromSlot, FromRow, RandomInteger, RandomReal, RandomChoice, Uuid,
                            UnixTime, IsoTime, UserIndex>;

struct Piece {
  Source source;  // a text stands for itself, encoded already
  Encoding encoding = Encoding::text;
};

// What the pieces are filled from.
struct Surroundings {
  Random& random;
  const base::Clock& clock;
  std::span<const Slot> own, shared;
  std::span<const std::unique_ptr<DataSource>> data;
  std::span<const std::size_t> rows;  // of each source, the one that is drawn
  unsigned user = 0;
};

class Template {
 public:
  Template() = default;
  // `written`: as it stands in the plan, for messages.
  explicit Template(std::string written) : written_(std::move(written)) {}

  void add(std::string_view literal);
  void add(Piece piece);

  const std::string& written() const { return written_; }
  bool is_constant() const;
  // Of a constant one.
  std::string_view constant() const;

  // Throws std::runtime_error when a variable has no value yet; it names it.
  void append_to(std::string& out, const Surroundings& from) const;

  const std::vector<Piece>& pieces() const { return pieces_; }

 private:
  std::string written_;
  std::vector<Piece> pieces_;  // no two texts side by side
};

}  // namespace acrida::scenario::plan
