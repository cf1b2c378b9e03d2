// Looks up the names of hosts without ever making its thread wait.
#pragma once

#include <list>
#include <map>
#include <memory>
#include <string>

#include <acrida/export.h>

#include "async/loop.h"
#include "net/dns_channel.h"
#include "net/resolver.h"

namespace acrida::net {

// Whoever asks for one name at the same time shares one question. What was found is known for good, what was
// not found is asked for again, but not before kRetryAfter. An answer that takes longer than kPatience is a
// failure.
class ACRIDA_API DnsResolver final : public Resolver {
 public:
  static constexpr base::Duration kPatience = std::chrono::seconds(5);
  static constexpr base::Duration kRetryAfter = std::chrono::seconds(1);

  // `loop` must outlive the resolver. Nothing is opened or read before the first question about a name.
  explicit DnsResolver(async::Loop& loop, DnsOptions options = {});
  ~DnsResolver() override;

  Addresses known(const std::string& host) override;
  std::unique_ptr<Question> ask(const std::string& host, Done done) override;
  void prefer(const std::string& host, const Address& address) override;

 private:
  class Waiting;
  struct Host;

  Host& host(const std::string& name);
  void look_up(const std::string& name, Host& host);

  async::Loop& loop_;
  DnsOptions options_;
  std::map<std::string, std::unique_ptr<Host>> hosts_;
  std::unique_ptr<DnsChannel> channel_;  // the last member: its end may still speak to hosts_
};

}  // namespace acrida::net
