#include "scenario/cpp/rows.h"

#include <atomic>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include <acrida/json.h>
#include <acrida/rows.h>

#include "base/csv.h"
#include "base/json_writer.h"

namespace acrida {
namespace {

thread_local std::vector<std::string>* troubles = nullptr;

}  // namespace

namespace scenario::cpp {

RowsTroubles::RowsTroubles() { troubles = &all_; }
RowsTroubles::~RowsTroubles() { troubles = nullptr; }

}  // namespace scenario::cpp

namespace detail {

class RowsState {
 public:
  explicit RowsState(base::Table table) : table_(std::move(table)) {
    json_.reserve(table_.rows());
    for (std::size_t row = 0; row < table_.rows(); ++row) json_.push_back(json_of(row));
  }

  std::size_t size() const { return json_.size(); }
  const std::string& json(std::size_t row) const { return json_[row]; }
  std::string_view cell(std::size_t row, std::string_view column) const {
    const auto index = table_.column(column);
    if (!index) throw std::out_of_range(index.error().message);
    return table_.cell(row, *index);
  }

  std::atomic<std::size_t> next = 0, unique = 0;

 private:
  std::string json_of(std::size_t row) const {
    std::string text;
    for (std::size_t column = 0; column < table_.columns(); ++column) {
      text += text.empty() ? '{' : ',';
      append_json_string(text, table_.header()[column]);
      text += ':';
      const auto cell = table_.cell(row, column);
      if (cell.empty()) {
        text += "null";
      } else if (base::is_json_number(cell)) {
        text += cell;
      } else {
        append_json_string(text, cell);
      }
    }
    return text + '}';
  }

  base::Table table_;
  std::vector<std::string> json_;
};

}  // namespace detail

std::string_view Row::operator[](std::string_view column) const { return rows_->cell(number_, column); }
std::string_view Row::json() const { return rows_->json(number_); }

Rows Rows::csv(const std::string& path) {
  auto table = base::Table::read(path);
  if (!table) {
    if (troubles == nullptr) throw std::runtime_error(table.error().message);
    troubles->push_back(table.error().message);
    return Rows(nullptr);  // never asked for anything: the file is not run
  }
  return Rows(std::make_shared<detail::RowsState>(*std::move(table)));
}

std::size_t Rows::size() const { return state_->size(); }
Row Rows::operator[](std::size_t number) const { return Row(*state_, number); }

Row Rows::next() const { return Row(*state_, state_->next.fetch_add(1, std::memory_order_relaxed) % size()); }

std::optional<Row> Rows::unique() const {
  // Looked at first, so that asking for ever does not overflow it.
  if (state_->unique.load(std::memory_order_relaxed) >= size()) return std::nullopt;
  const auto number = state_->unique.fetch_add(1, std::memory_order_relaxed);
  if (number >= size()) return std::nullopt;
  return Row(*state_, number);
}

Row Rows::pick(Random& random) const {
  return Row(*state_, static_cast<std::size_t>(random.integer(0, static_cast<std::int64_t>(size()) - 1)));
}

}  // namespace acrida
