// Rows of a CSV file, read once and shared by all users.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <acrida/export.h>
#include <acrida/random.h>

namespace acrida {

namespace detail {
class RowsState;
}

// One row; its texts live as long as the Rows.
class ACRIDA_API Row {
 public:
  // The cell under this heading, as it stands in the file; throws std::out_of_range, naming the headings
  // there are.
  std::string_view operator[](std::string_view column) const;
  // {"age":52,"sex":1,…}: numbers where a cell reads as one, null where it is empty, else texts.
  std::string_view json() const;
  operator std::string_view() const { return json(); }
  std::size_t number() const { return number_; }  // 0 is the first

 private:
  friend class Rows;
  Row(const detail::RowsState& rows, std::size_t number) : rows_(&rows), number_(number) {}
  const detail::RowsState* rows_;
  std::size_t number_;
};

// Made where the file is loaded, as a constant beside the classes: const Rows patients =
// Rows::csv("patients.csv"). Copies share the rows. Safe to use from any thread.
class ACRIDA_API Rows {
 public:
  // A file with a header line, UTF-8; the path is relative to the working directory. One that cannot be read
  // ends the program before the run, with a sentence that names the file and the line.
  static Rows csv(const std::string& path);

  std::size_t size() const;
  Row operator[](std::size_t number) const;  // REQUIRES: < size()
  // The next one for whoever asks, over all users; after the last the first again.
  Row next() const;
  // Each row once, over all users; nullopt when all are used up.
  std::optional<Row> unique() const;
  // Any row, each equally likely.
  Row pick(Random& random) const;

 private:
  explicit Rows(std::shared_ptr<detail::RowsState> state) : state_(std::move(state)) {}
  std::shared_ptr<detail::RowsState> state_;
};

}  // namespace acrida
