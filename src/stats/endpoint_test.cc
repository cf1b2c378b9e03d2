#include "stats/endpoint.h"

#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace acrida::stats {
namespace {

TEST(EndpointTable, NumbersEndpointsInTheOrderOfTheirFirstAppearance) {
  EndpointTable table;
  EXPECT_EQ(index_of(table.intern("GET", "/a")), 0u);
  EXPECT_EQ(index_of(table.intern("POST", "/a")), 1u);
  EXPECT_EQ(index_of(table.intern("POST", "/a", "malformed")), 2u);
  EXPECT_EQ(index_of(table.intern("GET", "/a")), 0u);
  EXPECT_EQ(table.size(), 3u);
  EXPECT_EQ(table[EndpointId{2}], (Endpoint{"POST", "/a", "malformed"}));
}

TEST(EndpointTable, FilesWhatIsTooManyUnderOtherOfItsMethod) {
  EndpointTable table;
  for (std::size_t i = 0; i < EndpointTable::kLimit; ++i) table.intern("GET", "/user/" + std::to_string(i));
  EXPECT_FALSE(table.overflowed());
  const EndpointId other = table.intern("GET", "/user/x", "valid");
  EXPECT_TRUE(table.overflowed());
  EXPECT_EQ(table[other], (Endpoint{"GET", "(other)", ""}));
  EXPECT_EQ(table.intern("GET", "/user/y"), other);
  EXPECT_EQ(table[table.intern("POST", "/user/y")], (Endpoint{"POST", "(other)", ""}));
  EXPECT_EQ(index_of(table.intern("GET", "/user/17")), 17u);  // what was known stays known
}

TEST(EndpointTable, StaysBoundedEvenWhenMethodsAreWithoutEnd) {
  EndpointTable table;
  for (std::size_t i = 0; i < EndpointTable::kLimit + 1000; ++i) table.intern(std::to_string(i), "/");
  EXPECT_EQ(table.size(), EndpointTable::kLimit + EndpointTable::kOtherMethods + 1);
  EXPECT_EQ(table[table.intern("one more", "/")], (Endpoint{"", "(other)", ""}));
}

TEST(EndpointCache, AnswersAsItsTableDoes) {
  EndpointTable table;
  EndpointCache cache(table);
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 1000; ++i) {
      const std::string name = "/item/" + std::to_string(i);
      for (const char* method : {"GET", "PUT", "POST"}) {
        EXPECT_EQ(cache.intern(method, name), table.intern(method, name));
        EXPECT_EQ(cache.intern(method, name, "valid"), table.intern(method, name, "valid"));
      }
    }
  }
  EXPECT_EQ(table.size(), 6000u);
}

TEST(EndpointCache, FollowsItsTableToOther) {
  EndpointTable table;
  EndpointCache cache(table);
  for (std::size_t i = 0; i < EndpointTable::kLimit; ++i) cache.intern("GET", std::to_string(i));
  const EndpointId other = cache.intern("GET", "/new");
  EXPECT_EQ(table[other].name, "(other)");
  EXPECT_EQ(cache.intern("GET", "/newer"), other);
  EXPECT_EQ(cache.intern("GET", "(other)"), other);
  EXPECT_EQ(index_of(cache.intern("GET", "9999")), 9999u);
}

TEST(EndpointCache, AgreesWithThoseOfOtherThreads) {
  EndpointTable table;
  constexpr int kNames = 500;
  std::vector<std::vector<EndpointId>> ids(4);
  std::vector<std::thread> threads;
  for (auto& mine : ids) {
    threads.emplace_back([&table, &mine] {
      EndpointCache cache(table);
      for (int i = 0; i < kNames; ++i) mine.push_back(cache.intern("GET", std::to_string(i)));
    });
  }
  for (auto& thread : threads) thread.join();
  for (const auto& mine : ids) EXPECT_EQ(mine, ids[0]);
  EXPECT_EQ(table.size(), static_cast<std::size_t>(kNames));
}

}  // namespace
}  // namespace acrida::stats
