#include "net/dns.h"

#include <arpa/inet.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/fakes/manual_clock.h"
#include "tests/fakes/name_server.h"

namespace acrida::net {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;
using Server = fakes::NameServer;

std::vector<std::string> texts(const std::vector<Address>& addresses) {
  std::vector<std::string> all;
  for (const Address& each : addresses) {
    std::array<char, 64> text{};
    const void* where = &reinterpret_cast<const sockaddr_in*>(each.get())->sin_addr;
    if (each.family() == AF_INET6) where = &reinterpret_cast<const sockaddr_in6*>(each.get())->sin6_addr;
    ::inet_ntop(each.family(), where, text.data(), text.size());
    all.emplace_back(text.data());
  }
  return all;
}

// The name server answers in real time, on the loopback; how long is waited for it is a matter of the clock.
class DnsTest : public testing::Test {
 protected:
  // Turns the loop until something holds, at most 10 s of real time (a bound, not a wait).
  template <class Condition>
  bool turn_until(Condition holds) {
    const base::SystemClock real;
    const auto give_up = real.now() + 10s;
    while (real.now() < give_up) {
      if (holds()) return true;
      loop_.turn();
    }
    return false;
  }
  bool was_asked(std::size_t queries) {
    return turn_until([&] { return server_.asked().size() >= queries; });
  }
  // The addresses, or the sentence that says why there are none.
  std::vector<std::string> look_up(const std::string& host) {
    std::optional<Resolver::Answer> answer;
    const auto question = resolver_->ask(host, [&](const Resolver::Answer& given) { answer = given; });
    EXPECT_FALSE(answer.has_value());  // never from inside ask()
    if (!turn_until([&] { return answer.has_value(); })) return {"no answer came"};
    return answer->ok() ? texts(***answer) : std::vector{answer->error().message};
  }
  std::size_t times_asked(const std::string& name) {
    std::size_t count = 0;
    for (const auto& query : server_.asked()) count += query.name == name ? 1 : 0;
    return count;
  }

  fakes::ManualClock clock_;
  async::EpollPoller poller_{clock_};
  async::Loop loop_{clock_, poller_};
  Server::Handler handler_ = [](const Server::Query& query) {
    return Server::answer(query,
                          {Server::a(query.name, "192.0.2.1"), Server::aaaa(query.name, "2001:db8::1")});
  };
  Server server_{loop_, [this](const Server::Query& query) { return handler_(query); }};
  std::optional<DnsResolver> resolver_{std::in_place, loop_, DnsOptions{.servers = server_.address()}};
};

TEST_F(DnsTest, KnowsIpAddressesWithoutAsking) {
  for (const std::string ip : {"127.0.0.1", "::1", "fe80::1%lo"}) {
    const auto known = resolver_->known(ip);
    ASSERT_NE(known, nullptr) << ip;
    EXPECT_THAT(texts(*known), ElementsAre(ip.substr(0, ip.find('%'))));
  }
  EXPECT_EQ(resolver_->known("example.test"), nullptr);
  EXPECT_THAT(look_up("192.0.2.7"), ElementsAre("192.0.2.7"));
}

TEST_F(DnsTest, FindsTheAddressesOfBothFamilies) {
  EXPECT_THAT(look_up("both.test"), UnorderedElementsAre("192.0.2.1", "2001:db8::1"));
}

TEST_F(DnsTest, OneFamilyIsEnough) {
  handler_ = [](const Server::Query& query) {
    return Server::answer(query, {Server::a(query.name, "192.0.2.1")});
  };
  EXPECT_THAT(look_up("four.test"), ElementsAre("192.0.2.1"));
  handler_ = [](const Server::Query& query) {
    return Server::answer(query, {Server::aaaa(query.name, "::2")});
  };
  EXPECT_THAT(look_up("six.test"), ElementsAre("::2"));
}

TEST_F(DnsTest, OneFamilyIsEnoughWhenTheOtherIsRefusedOrNonsense) {
  handler_ = [](const Server::Query& query) {
    if (query.type == Server::kA) return Server::answer(query, {Server::a(query.name, "192.0.2.1")});
    return Server::answer(query, {}, 5);
  };
  EXPECT_THAT(look_up("refused.test"), ElementsAre("192.0.2.1"));
  handler_ = [](const Server::Query& query) {
    if (query.type == Server::kA) return Server::answer(query, {Server::a(query.name, "192.0.2.1")});
    const auto bytes = Server::answer(query, {{query.name, Server::kAaaa, std::string(200, 'x')}});
    return bytes.substr(0, bytes.size() - 100);
  };
  EXPECT_THAT(look_up("nonsense.test"), ElementsAre("192.0.2.1"));
}

TEST_F(DnsTest, FollowsAliases) {
  handler_ = [](const Server::Query& query) {
    return Server::answer(query, {Server::cname(query.name, "one.test"),
                                  Server::cname("one.test", "two.test"), Server::a("two.test", "192.0.2.2")});
  };
  EXPECT_THAT(look_up("alias.test"), ElementsAre("192.0.2.2"));
}

TEST_F(DnsTest, AsksByTcpWhenTheAnswerIsCutOff) {
  handler_ = [](const Server::Query& query) {
    std::vector<Server::Record> many;
    for (int i = 1; i <= 100; ++i)
      many.push_back(Server::a(query.name, ("192.0.2." + std::to_string(i)).c_str()));
    return query.by_tcp ? Server::answer(query, many) : Server::answer(query, {}, 0, true);
  };
  EXPECT_EQ(look_up("large.test").size(), 100u);
}

TEST_F(DnsTest, LocalhostIsNotAskedFor) {
  EXPECT_THAT(look_up("localhost"), testing::Contains(testing::AnyOf("127.0.0.1", "::1")));
  EXPECT_TRUE(server_.asked().empty());
}

TEST_F(DnsTest, NothingUnderInvalidIsAskedFor) {
  EXPECT_THAT(
      look_up("nosuch.invalid"),
      ElementsAre("cannot find the address of 'nosuch.invalid': there is no such name; look for a typo, or "
                  "add it to /etc/hosts"));
  EXPECT_TRUE(server_.asked().empty());
}

TEST_F(DnsTest, SaysWhatIsWrong) {
  for (const auto& [code, reason] :
       std::vector<std::pair<std::size_t, const char*>>{{0, "has no addresses"},
                                                        {3, "there is no such name"},
                                                        {2, "no name server takes"},
                                                        {5, "no name server takes"}}) {
    handler_ = [code = code](const Server::Query& query) { return Server::answer(query, {}, code); };
    const auto host = "code" + std::to_string(code) + ".test";
    EXPECT_THAT(look_up(host), ElementsAre(HasSubstr("cannot find the address of '" + host + "': "))) << code;
    clock_.advance(1s);
    EXPECT_THAT(look_up(host), ElementsAre(HasSubstr(reason))) << code;
  }
  EXPECT_THAT(look_up("a..b"), ElementsAre(HasSubstr("not a name that a host can have")));
}

TEST_F(DnsTest, NonsenseIsAnError) {
  handler_ = [](const Server::Query& query) {
    const auto bytes = Server::answer(query, {{query.name, query.type, std::string(200, 'x')}});
    return bytes.substr(0, bytes.size() - 100);  // a record that is longer than the message
  };
  EXPECT_THAT(look_up("nonsense.test"), ElementsAre(HasSubstr("answers with nonsense")));
}

TEST_F(DnsTest, ASilentServerIsNotWaitedForLong) {
  handler_ = [](const Server::Query&) { return ""; };
  std::optional<Resolver::Answer> answer;
  const auto question = resolver_->ask("silent.test", [&](const Resolver::Answer& given) { answer = given; });
  ASSERT_TRUE(was_asked(2));
  clock_.advance(DnsResolver::kPatience - 1ms);
  loop_.turn();
  EXPECT_FALSE(answer.has_value());
  clock_.advance(1ms);
  ASSERT_TRUE(turn_until([&] { return answer.has_value(); }));
  ASSERT_FALSE(answer->ok());
  EXPECT_THAT(answer->error().message, HasSubstr("'silent.test': the name server does not answer"));
}

TEST_F(DnsTest, AnAnswerThatComesTooLateIsRemembered) {
  handler_ = [](const Server::Query&) { return ""; };
  const auto question = resolver_->ask("late.test", [](const Resolver::Answer&) {});
  ASSERT_TRUE(was_asked(2));
  clock_.advance(DnsResolver::kPatience);
  loop_.turn();
  handler_ = [](const Server::Query& query) {
    return Server::answer(query, {Server::a(query.name, "192.0.2.1")});
  };
  server_.break_silence();
  EXPECT_TRUE(turn_until([&] { return resolver_->known("late.test") != nullptr; }));
}

TEST_F(DnsTest, WhatWasFoundIsKnownForGood) {
  look_up("once.test");
  clock_.advance(100h);
  EXPECT_NE(resolver_->known("once.test"), nullptr);
  look_up("once.test");
  EXPECT_EQ(times_asked("once.test"), 2u);  // once a family
}

TEST_F(DnsTest, ManyWhoAskAtOnceShareOneQuestion) {
  int answers = 0;
  std::vector<std::unique_ptr<Resolver::Question>> questions;
  for (int i = 0; i < 1000; ++i)
    questions.push_back(
        resolver_->ask("shared.test", [&](const Resolver::Answer& given) { answers += given.ok() ? 1 : 0; }));
  EXPECT_TRUE(turn_until([&] { return answers == 1000; }));
  EXPECT_EQ(times_asked("shared.test"), 2u);
}

TEST_F(DnsTest, AFailureIsToldAgainForASecondAndThenAskedAbout) {
  handler_ = [](const Server::Query& query) { return Server::answer(query, {}, 3); };
  look_up("nosuch.test");
  const auto first = times_asked("nosuch.test");
  clock_.advance(DnsResolver::kRetryAfter - 1ns);
  EXPECT_THAT(look_up("nosuch.test"), ElementsAre(HasSubstr("there is no such name")));
  EXPECT_EQ(times_asked("nosuch.test"), first);
  clock_.advance(1ns);
  handler_ = [](const Server::Query& query) {
    return Server::answer(query, {Server::a(query.name, "192.0.2.1")});
  };
  EXPECT_THAT(look_up("nosuch.test"), ElementsAre("192.0.2.1"));
}

TEST_F(DnsTest, AQuestionMayBeTakenBack) {
  const auto never = [](const Resolver::Answer&) { FAIL() << "taken back"; };
  auto on_its_way = resolver_->ask("gone.test", never);
  auto answered = resolver_->ask("localhost", never);
  on_its_way.reset();
  answered.reset();
  EXPECT_TRUE(turn_until([&] { return resolver_->known("gone.test") != nullptr; }));
}

TEST_F(DnsTest, AnAnswerMayDestroyAllQuestions) {
  std::vector<std::unique_ptr<Resolver::Question>> questions;
  int answers = 0;
  for (int i = 0; i < 3; ++i) {
    questions.push_back(resolver_->ask("all.test", [&](const Resolver::Answer&) {
      ++answers;
      questions.clear();
    }));
  }
  EXPECT_TRUE(turn_until([&] { return answers > 0; }));
  loop_.turn();
  EXPECT_EQ(answers, 1);
}

TEST_F(DnsTest, MayGoWithQuestionsOut) {
  // One family is known by then, which c-ares tells when it is taken down.
  handler_ = [](const Server::Query& query) {
    return query.type == Server::kA ? Server::answer(query, {Server::a(query.name, "192.0.2.1")}) : "";
  };
  const auto question = resolver_->ask("half.test", [](const Resolver::Answer&) { FAIL(); });
  ASSERT_TRUE(was_asked(2));
  for (int i = 0; i < 10; ++i) loop_.turn();
  resolver_.reset();
  for (int i = 0; i < 10; ++i) loop_.turn();
}

TEST_F(DnsTest, WhatIsPreferredComesFirst) {
  const auto before = look_up("both.test");
  const auto known = resolver_->known("both.test");
  resolver_->prefer("both.test", (*known)[1].with_port(80));
  EXPECT_THAT(texts(*resolver_->known("both.test")), ElementsAre(before[1], before[0]));
  EXPECT_EQ(texts(*known), before);  // whoever is at it goes on in his order
}

}  // namespace
}  // namespace acrida::net
