#include "http/decoding.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "http/decoding_coding.h"

namespace acrida::http {
namespace {

constexpr std::size_t kRoom = std::size_t{16} << 10;

struct Kind {
  std::string_view name, other_name;
  std::unique_ptr<Coding> (*make)();
};
constexpr std::array kKinds{
    Kind{"gzip", "x-gzip", make_gzip},
    Kind{"deflate", "", make_deflate},
    Kind{"br", "", make_brotli},
    Kind{"zstd", "", make_zstd},
};

}  // namespace

struct Decoder::Stage {
  std::size_t kind;
  std::unique_ptr<Coding> coding;
  std::vector<char> room = std::vector<char>(kRoom);
  std::uint64_t made = 0;
  bool used = false;  // by this answer

  std::string name() const { return std::string(kKinds[kind].name); }
};

Decoder::Decoder(std::uint64_t most) : most_(most) {}
Decoder::~Decoder() = default;

base::Result<void> Decoder::begin(std::string_view content_encoding) {
  made_ = 0;
  length_ = 0;
  failure_ = {};
  for (const auto& stage : stages_) stage->used = false;
  for (const std::string_view part : base::split(content_encoding, ',')) {
    const std::string_view name = base::trimmed(part);
    if (name.empty() || base::iequals(name, "identity")) continue;
    const auto* const kind = std::find_if(kKinds.begin(), kKinds.end(), [&](const Kind& one) {
      return base::iequals(name, one.name) || base::iequals(name, one.other_name);
    });
    const bool too_many = length_ == kMostCodings;
    if (kind == kKinds.end() || too_many) {
      length_ = 0;
      if (too_many) return base::Error{"the answer names more than 4 content codings"};
      return base::Error{"the content coding '" + std::string(name) + "' is unknown"};
    }
    chain_[length_++] = &stage_of(static_cast<std::size_t>(kind - kKinds.begin()));
  }
  std::reverse(chain_.begin(), chain_.begin() + static_cast<std::ptrdiff_t>(length_));
  return {};
}

Decoder::Stage& Decoder::stage_of(std::size_t kind) {
  auto found = std::find_if(stages_.begin(), stages_.end(),
                            [&](const auto& stage) { return stage->kind == kind && !stage->used; });
  if (found == stages_.end()) {
    stages_.push_back(std::make_unique<Stage>(Stage{kind, kKinds[kind].make()}));
    found = stages_.end() - 1;
  }
  Stage& stage = **found;
  stage.coding->begin();
  stage.made = 0;
  stage.used = true;
  return stage;
}

bool Decoder::feed(std::string_view in, std::string& out) {
  if (!failure_.text.empty()) return false;
  return in.empty() || feed_stage(0, in, out);
}

bool Decoder::feed_stage(std::size_t index, std::string_view in, std::string& out) {
  if (index == length_) return pass_on(in, out);
  Stage& stage = *chain_[index];
  for (auto state = Coding::State::go_on; state == Coding::State::go_on;) {
    const auto step = stage.coding->step(in, stage.room);
    state = step.state;
    stage.made += step.made;
    // What is still coded may be a little longer than what it says; a bomb inside of a bomb is much longer.
    if (index + 1 < length_ && stage.made > most_ + most_ / 8 + (std::uint64_t{64} << 10))
      return fail(FailureKind::body_limit, "the decoded body is larger than the limit");
    if (step.made > 0 && !feed_stage(index + 1, {stage.room.data(), step.made}, out)) return false;
    if (state == Coding::State::damaged)
      return fail(FailureKind::malformed, "its " + stage.name() + " body is damaged");
  }
  return true;
}

bool Decoder::pass_on(std::string_view in, std::string& out) {
  const std::string_view fitting = in.substr(0, most_ - made_);
  out += fitting;
  made_ += fitting.size();
  if (fitting.size() < in.size())
    return fail(FailureKind::body_limit, "the decoded body is larger than the limit");
  return true;
}

bool Decoder::finish() {
  if (!failure_.text.empty()) return false;
  for (std::size_t i = 0; i < length_; ++i) {
    if (!chain_[i]->coding->complete())
      return fail(FailureKind::truncated, "its " + chain_[i]->name() + " body ends in its middle");
  }
  return true;
}

bool Decoder::fail(FailureKind kind, std::string text) {
  failure_ = {kind, "bad answer: " + std::move(text)};
  return false;
}

}  // namespace acrida::http
