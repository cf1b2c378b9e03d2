#include "net/dns.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace acrida::net {

// What is known of one name.
struct DnsResolver::Host {
  Host(async::Loop& its_loop, std::string its_name)
      : loop(its_loop),
        name(std::move(its_name)),
        patience(its_loop, async::Callback::to<&Host::lose_patience>(this)) {}
  ~Host();
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  void answered(const DnsChannel::Answer& found);
  void lose_patience();
  void tell(const Answer& answer);

  async::Loop& loop;
  std::string name;
  Addresses found;
  std::optional<base::Error> failure;
  base::TimePoint failed_at{};
  bool asking = false;  // the question is out
  std::list<Waiting*> waiting;
  async::Timer patience;
};

// What it is told it says a moment later, from the loop, where whoever hears it may do what he likes.
class DnsResolver::Waiting final : public Resolver::Question {
 public:
  Waiting(async::Loop& loop, Done done)
      : later_(loop, async::Callback::to<&Waiting::speak>(this)), done_(std::move(done)) {}
  ~Waiting() override {
    if (host_ != nullptr) host_->waiting.erase(place_);
  }
  Waiting(const Waiting&) = delete;
  Waiting& operator=(const Waiting&) = delete;

  void wait_for(Host& host) {
    host_ = &host;
    place_ = host.waiting.insert(host.waiting.end(), this);
  }
  // Takes it off the host's list.
  void leave() { host_->waiting.erase(place_), host_ = nullptr; }
  void tell(const Answer& answer) {
    answer_ = answer;
    later_.set(base::TimePoint::min());
  }

 private:
  void speak() {
    const Done done = std::move(done_);
    const Answer answer = *std::move(answer_);
    done(answer);  // may destroy this
  }

  async::Timer later_;
  Done done_;
  std::optional<Answer> answer_;
  Host* host_ = nullptr;  // while it waits
  std::list<Waiting*>::iterator place_;
};

DnsResolver::Host::~Host() {
  while (!waiting.empty()) waiting.front()->leave();
}

void DnsResolver::Host::answered(const DnsChannel::Answer& answer) {
  asking = false;
  patience.cancel();
  if (answer) {
    found = std::make_shared<const std::vector<Address>>(by_turns(*answer));
    tell(found);
  } else {
    failure = answer.error();
    failed_at = loop.clock().now();
    tell(*failure);
  }
}

// The question stays out: what comes of it later is news for those who ask then.
void DnsResolver::Host::lose_patience() {
  failure = DnsChannel::no_answer(name);
  failed_at = loop.clock().now();
  tell(*failure);
}

void DnsResolver::Host::tell(const Answer& answer) {
  while (!waiting.empty()) {
    Waiting& first = *waiting.front();
    first.leave();
    first.tell(answer);
  }
}

DnsResolver::DnsResolver(async::Loop& loop, DnsOptions options) : loop_(loop), options_(std::move(options)) {}
DnsResolver::~DnsResolver() = default;

DnsResolver::Host& DnsResolver::host(const std::string& name) {
  auto& host = hosts_[name];
  if (!host) {
    host = std::make_unique<Host>(loop_, name);
    if (const auto ip = parse_ip(name)) host->found = std::make_shared<const std::vector<Address>>(1, *ip);
  }
  return *host;
}

Addresses DnsResolver::known(const std::string& name) { return host(name).found; }

std::unique_ptr<Resolver::Question> DnsResolver::ask(const std::string& name, Done done) {
  auto question = std::make_unique<Waiting>(loop_, std::move(done));
  Host& its = host(name);
  const auto now = loop_.clock().now();
  if (its.found) {
    question->tell(its.found);
  } else if (its.failure && now < its.failed_at + kRetryAfter) {
    question->tell(*its.failure);
  } else {
    question->wait_for(its);
    if (!its.patience.is_set()) its.patience.set(now + kPatience);
    if (!its.asking) look_up(name, its);
  }
  return question;
}

void DnsResolver::look_up(const std::string& name, Host& host) {
  host.asking = true;
  if (!channel_) {
    auto opened = DnsChannel::open(loop_, options_);
    if (!opened) return host.answered(opened.error());
    channel_ = std::move(*opened);
  }
  channel_->ask(name, [&host](const DnsChannel::Answer& answer) { host.answered(answer); });
}

void DnsResolver::prefer(const std::string& name, const Address& address) {
  Host& its = host(name);
  if (!its.found) return;
  auto better = *its.found;
  const auto place = std::find(better.begin(), better.end(), address.with_port(0));
  if (place == better.begin() || place == better.end()) return;
  std::rotate(better.begin(), place, place + 1);
  its.found = std::make_shared<const std::vector<Address>>(std::move(better));
}

}  // namespace acrida::net
