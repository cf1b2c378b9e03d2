// A table of text cells, read from CSV: RFC 4180, and what spreadsheets make of it (a byte-order mark, CRLF).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <acrida/export.h>

#include "base/result.h"

namespace acrida::base {

// At least one row under a header of unique, non-empty names; every row has a cell for every column. An empty
// cell is a missing value. Errors are one sentence that names the file, the line (from 1, as an editor
// counts) and the column, and says what to do. Views into a table live as long as the table, wherever it is
// moved to.
class ACRIDA_API Table {
 public:
  static constexpr std::size_t kMaxBytes = std::size_t{256} << 20;
  static constexpr std::size_t kMaxColumns = 10'000;
  static constexpr std::size_t kMaxCells = 20'000'000;

  static Result<Table> read(const std::string& path);
  // The same from memory; `name` is what errors call it.
  static Result<Table> parse(std::string text, std::string name);

  const std::string& name() const { return name_; }
  const std::vector<std::string_view>& header() const { return header_; }
  std::size_t columns() const { return header_.size(); }
  std::size_t rows() const { return lines_.size(); }
  // REQUIRES: row < rows(), column < columns()
  std::string_view cell(std::size_t row, std::size_t column) const {
    return cells_[row * columns() + column];
  }

  // The index of the column of this name; the error names the columns there are, and the nearest one.
  Result<std::size_t> column(std::string_view name) const;
  // "rows.csv, line 12, column 'age'": how an error about a cell starts.
  std::string place(std::size_t row, std::size_t column) const;

 private:
  explicit Table(std::string name) : name_(std::move(name)) {}

  std::string name_;
  std::unique_ptr<std::string> text_;  // what the views below look into; on the heap so that moving is safe
  std::vector<std::string_view> header_;
  std::vector<std::string_view> cells_;  // row by row
  std::vector<std::uint32_t> lines_;     // the line on which each row starts
};

// A cell as an error shows it: in quotes, on one line, cut after 40 bytes.
ACRIDA_API std::string shown(std::string_view cell);

}  // namespace acrida::base
