// Rows of a CSV file that a plan's users draw from, all together.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <acrida/random.h>

#include "base/csv.h"

namespace acrida::scenario::plan {

enum class RowMode {
  random,      // each row equally likely
  sequential,  // one after the other, over all users; after the last the first again
  unique,      // each once, over all users
};

// But for the drawing it is constant, and the drawing is safe from any thread.
class DataSource {
 public:
  static constexpr std::uint32_t kWholeRow = ~std::uint32_t{0};

  // `without`: columns that the whole row leaves out. REQUIRES: they are the table's
  DataSource(std::string name, base::Table table, RowMode mode, bool per_user,
             std::vector<std::string> without);

  const std::string& name() const { return name_; }
  const base::Table& table() const { return table_; }
  // A user keeps its row for all its life; else each task draws a new one.
  bool per_user() const { return per_user_; }

  // To be called before a cell of the column kWholeRow is asked for.
  void prepare_whole_rows();

  // nullopt: all rows are used up.
  std::optional<std::size_t> draw(Random& random);

  struct Cell {
    std::string_view text;
    bool json;  // it reads as a number, or it is null
  };
  // An empty cell is "" as a text, and null as JSON.
  Cell cell(std::size_t row, std::uint32_t column) const;

 private:
  std::string name_;
  base::Table table_;
  RowMode mode_;
  bool per_user_;
  std::vector<std::string> without_;
  std::vector<char> is_number_;     // of each cell
  std::vector<std::string> whole_;  // each row as a JSON object; empty: nobody has asked for them
  std::atomic<std::size_t> next_ = 0;
};

}  // namespace acrida::scenario::plan
