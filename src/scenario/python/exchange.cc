#include "scenario/python/exchange.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "http/client.h"
#include "scenario/evidence.h"

namespace acrida::scenario::python {

bool Exchange::perform(std::shared_ptr<http::Client> client, const http::Url& server) {
  sent_by_ = std::move(client);
  sent_to_ = elsewhere ? &*elsewhere : &server;
  began = engine_.clock.wall_now();
  sent_by_->send(*this, *sent_to_);
  while (in_flight()) {
    if (!engine_.block(waiting_)) {
      heard_of_ = !in_flight() || cancel();  // its answer may have come in the same turn
      return false;
    }
    if (options.streaming && response.status != 0) break;
  }
  return true;
}

bool Exchange::wait_for_more() {
  if (!in_flight()) return true;
  if (engine_.block(waiting_)) return true;
  cancel();
  return false;
}

void Exchange::on_data() {
  if (head_came_ == base::TimePoint{}) head_came_ = engine_.clock.now();
  engine_.greenlets.wake(waiting_);
}

stats::Sample Exchange::sample() const {
  stats::Sample sample;
  sample.started = started;
  sample.intended = intended == base::TimePoint{} ? started : std::min(intended, started);
  sample.finished = told_at();
  sample.timing.dns = dns;
  sample.timing.connect = connect;
  sample.timing.tls = tls;
  sample.timing.send = sending;
  sample.timing.first_byte = time_to_first_byte();
  sample.timing.body = in_flight() ? base::Duration{} : time_of_body();
  sample.bytes_sent = bytes_sent;
  sample.bytes_received = bytes_received;
  sample.content_bytes = response.body_bytes;
  sample.reconnects = reconnects;
  if (content) sample.gaps = content->gaps();
  sample.status = static_cast<std::uint16_t>(response.status);
  return sample;
}

base::TimePoint Exchange::told_at() const {
  return options.streaming && head_came_ != base::TimePoint{} ? head_came_ : finished;
}

double Exchange::response_time_ms() const { return base::milliseconds_of(told_at() - started); }

std::string Exchange::url() const {
  http::Url url = redirected ? redirected->server : *sent_to_;
  url.target = next_request().target;
  return url.text();
}

std::string Exchange::first_url() const {
  http::Url url = *sent_to_;
  url.target = request.target;
  return url.text();
}

std::string Exchange::read_timeout_text() const {
  const double seconds = base::seconds_of(options.read_timeout);
  std::string text = fmt::format("{}", seconds);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

stats::Answer Exchange::make_answer() const { return evidence_of(response); }

void Exchange::clear() {
  cancel();
  request.clear();
  response.clear();
  failure.reset();
  if (content) content.reset();
  if (redirected) redirected.reset();
  if (options_changed_) options = {};
  elsewhere.reset();
  intended = {};
  sent_by_.reset();
  head_came_ = {};
  options_changed_ = heard_of_ = false;
}

}  // namespace acrida::scenario::python
