#include "http/content.h"

#include <utility>

namespace acrida::http {

Content::Content(const Response& response, bool streaming, DecoderPool& decoders)
    : streaming_(streaming), decoder_(nullptr, {&decoders}) {
  if (response.notes.events) parser_.emplace();
  if (!response.notes.coded) return;
  decoder_ = decoders.take();
  // An unknown coding is handed on as it is, as everybody does.
  if (!decoder_->begin(response.fields.find("Content-Encoding")) || decoder_->identity()) decoder_.reset();
}

std::optional<Failure> Content::take(std::string& body, base::TimePoint now) {
  const std::size_t before = ready_.size();
  if (decoder_) {
    if (!decoder_->feed(body, ready_)) return decoder_->failure();
  } else if (ready_.empty()) {
    ready_.swap(body);
  } else {
    ready_ += body;
  }
  body.clear();
  bytes_ += ready_.size() - before;
  return parser_ ? look_for_events(std::string_view(ready_).substr(before), now) : std::nullopt;
}

std::optional<Failure> Content::look_for_events(std::string_view bytes, base::TimePoint now) {
  const bool fine = parser_->feed(bytes, [&](const sse::Event& event) {
    if (first_event_) {
      gaps_.push_back(now - last_event_);
    } else {
      first_event_ = now;
    }
    last_event_ = now;
    if (streaming_) events_.push_back({event, now});
  });
  return fine ? std::nullopt : std::optional(parser_->failure());
}

std::optional<Failure> Content::finish(Response& response) {
  if (decoder_ && !decoder_->finish()) return decoder_->failure();
  response.body_bytes = bytes_;
  if (!streaming_) response.body = std::move(ready_);
  return std::nullopt;
}

}  // namespace acrida::http
