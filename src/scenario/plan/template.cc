#include "scenario/plan/template.h"

#include <charconv>
#include <stdexcept>

#include <fmt/format.h>

#include "base/text.h"
#include "base/uuid.h"

namespace acrida::scenario::plan {
namespace {

template <class Number>
void append_number(std::string& out, Number number) {
  char digits[32];
  const auto end = std::to_chars(std::begin(digits), std::end(digits), number).ptr;
  out.append(std::begin(digits), end);
}

class Appender {
 public:
  Appender(std::string& out, Encoding encoding, const Surroundings& from)
      : out_(out), encoding_(encoding), from_(from) {}

  void operator()(const std::string& literal) const { out_ += literal; }
  void operator()(const FromSlot& piece) const {
    const Slot& slot = (piece.shared ? from_.shared : from_.own)[piece.slot];
    if (!slot.value) {
      throw std::runtime_error(fmt::format(
          "the variable '{}' has no value: the request that extracts it has not come yet, or has failed",
          slot.name));
    }
    append_value(out_, slot.value->text, slot.value->json, encoding_);
  }
  void operator()(const FromRow& piece) const {
    const auto cell = from_.data[piece.source]->cell(from_.rows[piece.source], piece.column);
    const bool null = cell.json && cell.text.empty();
    append_value(out_, null && encoding_ == Encoding::json_value ? "null" : cell.text, cell.json, encoding_);
  }
  void operator()(const RandomInteger& piece) const {
    append_number(out_, from_.random.integer(piece.low, piece.high));
  }
  void operator()(const RandomReal& piece) const {
    const double number = from_.random.real(piece.low, piece.high);
    if (!piece.decimals) return append_number(out_, number);
    char digits[400];  // the largest number has 309 before the point
    const auto end =
        std::to_chars(std::begin(digits), std::end(digits), number, std::chars_format::fixed, *piece.decimals)
            .ptr;
    out_.append(std::begin(digits), end);
  }
  void operator()(const RandomChoice& piece) const {
    const auto& picked = from_.random.pick(piece.among);
    append_value(out_, picked.text, picked.json, encoding_);
  }
  void operator()(const Uuid&) const {
    const auto high = from_.random();
    append_value(out_, base::uuid7(from_.clock.wall_now(), high, from_.random()), false, encoding_);
  }
  void operator()(const UnixTime& piece) const {
    const auto since = from_.clock.wall_now().time_since_epoch();
    append_number(out_, piece.milliseconds
                            ? std::chrono::duration_cast<std::chrono::milliseconds>(since).count()
                            : std::chrono::duration_cast<std::chrono::seconds>(since).count());
  }
  void operator()(const IsoTime&) const {
    append_value(out_, base::iso_time(from_.clock.wall_now(), true), false, encoding_);
  }
  void operator()(const UserIndex&) const { append_number(out_, from_.user); }

 private:
  std::string& out_;
  Encoding encoding_;
  const Surroundings& from_;
};

}  // namespace

void Template::add(std::string_view literal) {
  if (literal.empty()) return;
  auto* last = pieces_.empty() ? nullptr : std::get_if<std::string>(&pieces_.back().source);
  if (last != nullptr) {
    *last += literal;
  } else {
    pieces_.push_back({std::string(literal)});
  }
}

void Template::add(Piece piece) {
  if (const auto* literal = std::get_if<std::string>(&piece.source)) return add(*literal);
  pieces_.push_back(std::move(piece));
}

bool Template::is_constant() const {
  return pieces_.empty() || (pieces_.size() == 1 && std::holds_alternative<std::string>(pieces_[0].source));
}

std::string_view Template::constant() const {
  return pieces_.empty() ? std::string_view{} : std::get<std::string>(pieces_[0].source);
}

void Template::append_to(std::string& out, const Surroundings& from) const {
  for (const auto& piece : pieces_) std::visit(Appender(out, piece.encoding, from), piece.source);
}

}  // namespace acrida::scenario::plan
