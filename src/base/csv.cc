#include "base/csv.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/file.h"
#include "base/text.h"

namespace acrida::base {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::size_t line_at(std::string_view text, std::size_t offset) {
  return 1 + static_cast<std::size_t>(std::count(text.begin(), text.begin() + std::ptrdiff_t(offset), '\n'));
}

// How many bytes at the front are well-formed UTF-8 (Unicode 15, table 3-7).
std::size_t utf8_prefix(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  std::size_t at = 0;
  while (at < text.size()) {
    const unsigned first = byte(at);
    const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (length > 1) {
      // The second byte's range shuts out overlong forms, surrogates and what lies beyond U+10FFFF.
      const unsigned low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
      const unsigned high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
      if (first < 0xC2 || first > 0xF4 || byte(at + 1) < low || byte(at + 1) > high) return at;
      for (std::size_t i = 2; i < length; ++i) {
        if ((byte(at + i) & 0xC0) != 0x80) return at;
      }
    }
    at += length;
  }
  return at;
}

// Cuts a text into rows. Quoted cells are unescaped in place, hence the mutable text.
class Cutter {
 public:
  explicit Cutter(std::string& text) : text_(text) {
    if (text_.starts_with(kByteOrderMark)) at_ = kByteOrderMark.size();
  }

  std::size_t line() const { return row_line_; }  // on which the row last cut starts

  // The cells of the next row that is not blank; false at the end. An error names no file.
  Result<bool> next(std::vector<std::string_view>& cells) {
    cells.clear();
    while (take("\n") || take("\r\n")) ++line_;
    if (at_ == text_.size()) return false;
    row_line_ = line_;
    do {
      auto cell = starts_with("\"") ? quoted() : plain();
      if (!cell) return cell.error();
      cells.push_back(*cell);
    } while (take(","));
    if (at_ < text_.size()) {
      if (!take("\n") && !take("\r\n")) {
        return Error{
            fmt::format("line {}: text follows a closing quote; write a quote inside a cell twice", line_)};
      }
      ++line_;
    }
    return true;
  }

 private:
  bool starts_with(std::string_view token) const {
    return std::string_view(text_).substr(at_).starts_with(token);
  }
  bool take(std::string_view token) {
    if (!starts_with(token)) return false;
    at_ += token.size();
    return true;
  }

  Result<std::string_view> plain() {
    const auto begin = at_;
    at_ = std::min(text_.find_first_of(",\n", at_), text_.size());
    if (at_ > begin && text_[at_ - 1] == '\r' && !starts_with(",")) --at_;
    const auto cell = std::string_view(text_).substr(begin, at_ - begin);
    if (at_ + 1 == text_.size() && text_[at_] == '\r') ++at_;  // a last line ended by CR alone
    return cell;
  }

  Result<std::string_view> quoted() {
    const auto opened = line_;
    const auto begin = ++at_;
    auto end = begin;
    for (; at_ < text_.size(); ++at_) {
      if (text_[at_] == '"' && !(++at_ < text_.size() && text_[at_] == '"')) {
        return std::string_view(text_).substr(begin, end - begin);
      }
      if (text_[at_] == '\n') ++line_;
      text_[end++] = text_[at_];
    }
    return Error{fmt::format("line {}: a quote is opened and never closed", opened)};
  }

  std::string& text_;
  std::size_t at_ = 0;
  std::size_t line_ = 1, row_line_ = 1;
};

// Why these cells are no header; nullopt when they are one.
std::optional<std::string> fault_of_header(const std::vector<std::string_view>& cells) {
  if (cells.size() > Table::kMaxColumns)
    return fmt::format("there are more than {} columns", Table::kMaxColumns);
  if (cells.size() == 1 && cells[0].find_first_of(";\t") != std::string_view::npos) {
    return "the cells are separated by semicolons or tabs; save the file with commas";
  }
  if (std::all_of(cells.begin(), cells.end(), [](auto cell) { return parse_number(cell).has_value(); })) {
    return "it holds only numbers; the first line must name the columns";
  }
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (cells[i].empty()) return fmt::format("column {} has no name", i + 1);
  }
  auto sorted = cells;
  std::sort(sorted.begin(), sorted.end());
  const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
  if (twice != sorted.end()) return fmt::format("column {} stands there twice", shown(*twice));
  return std::nullopt;
}

}  // namespace

Result<Table> Table::read(const std::string& path) {
  auto text = read_file(path, kMaxBytes);
  if (!text) return text.error();
  return parse(*std::move(text), path);
}

Result<Table> Table::parse(std::string text, std::string name) {
  const auto refuse = [&](std::string_view why) { return Error{fmt::format("{}, {}", name, why)}; };
  if (text.find('\0') != std::string::npos) {
    return Error{fmt::format("{} is not a text file; save the table as CSV in UTF-8", name)};
  }
  if (const auto good = utf8_prefix(text); good != text.size()) {
    return refuse(fmt::format("line {}: not UTF-8; save the file as CSV in UTF-8", line_at(text, good)));
  }
  Table table(name);
  table.text_ = std::make_unique<std::string>(std::move(text));
  Cutter cutter(*table.text_);
  auto more = cutter.next(table.header_);
  if (!more) return refuse(more.error().message);
  if (!*more) return Error{fmt::format("{} is empty; the first line must name the columns", name)};
  if (const auto fault = fault_of_header(table.header_)) {
    return refuse(fmt::format("line {}: {}", cutter.line(), *fault));
  }
  std::vector<std::string_view> cells;
  while ((more = cutter.next(cells)) && *more) {
    if (cells.size() != table.columns()) {
      return refuse(
          fmt::format("line {}: {} cells under a header of {}; give every column one, empty if missing",
                      cutter.line(), cells.size(), table.columns()));
    }
    if (table.cells_.size() + cells.size() > kMaxCells) {
      return refuse(fmt::format("line {}: there are more than {} cells", cutter.line(), kMaxCells));
    }
    table.cells_.insert(table.cells_.end(), cells.begin(), cells.end());
    table.lines_.push_back(static_cast<std::uint32_t>(cutter.line()));
  }
  if (!more) return refuse(more.error().message);
  if (table.rows() == 0) return Error{fmt::format("{} has a header and no rows", name)};
  return table;
}

Result<std::size_t> Table::column(std::string_view name) const {
  const auto found = std::find(header_.begin(), header_.end(), name);
  if (found != header_.end()) return static_cast<std::size_t>(found - header_.begin());
  const std::vector<std::string> names(header_.begin(), header_.end());
  const auto near = nearest(name, names);
  const std::size_t listed = std::min<std::size_t>(names.size(), 20);
  return Error{fmt::format("{} has no column '{}'{}; its columns are: {}{}", name_, name,
                           near ? fmt::format(" (did you mean '{}'?)", *near) : "",
                           fmt::join(names.begin(), names.begin() + std::ptrdiff_t(listed), ", "),
                           listed < names.size() ? " …" : "")};
}

std::string Table::place(std::size_t row, std::size_t column) const {
  return fmt::format("{}, line {}, column '{}'", name_, lines_[row], header_[column]);
}

std::string shown(std::string_view cell) {
  constexpr std::size_t kLongest = 40;
  std::size_t end = std::min(cell.size(), kLongest);
  // Not through the middle of a character.
  while (end < cell.size() && end > 0 && (static_cast<unsigned char>(cell[end]) & 0xC0) == 0x80) --end;
  std::string text(cell.substr(0, end));
  std::replace_if(
      text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  return fmt::format("'{}{}'", text, end < cell.size() ? "…" : "");
}

}  // namespace acrida::base
