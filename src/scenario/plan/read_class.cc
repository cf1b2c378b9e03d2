#include <fmt/format.h>

#include "http/url.h"
#include "load/load_text.h"
#include "scenario/plan/reader.h"

namespace acrida::scenario::plan {
namespace {

bool fits_as_name(std::string_view name) {
  return !name.empty() && name.find_first_of(" ,\t\r\n") == std::string_view::npos && !name.starts_with('-');
}

// What only one of several classes says; the run's own keys say it for a single one.
void read_wishes(Members& members, UserClass& made, Reader& reader) {
  const auto constant = [&](Key key) -> std::optional<std::string> {
    const Node* node = members.find(key);
    if (node == nullptr) return std::nullopt;
    const auto text = scalar_text(*node, "a text", reader.complaints);
    return text ? reader.scope.constant_text(*text, node->place) : std::nullopt;
  };
  made.weight = members.number("weight", 0).value_or(1);
  made.fixed_count = static_cast<unsigned>(members.whole("fixed_count", 0, 10'000'000).value_or(0));
  made.rate = constant("rate");
  made.users = constant("users");
  const auto arrivals = constant("arrivals");
  const auto look_at = [&](Key key, const auto& parsed) {
    if (!parsed) reader.complaints.add(members.find(key)->place, parsed.error().message);
    return parsed.ok();
  };
  if (made.rate) look_at("rate", load::parse_rate(*made.rate));
  if (made.users) look_at("users", load::parse_users(*made.users));
  if (arrivals) {
    const auto kind = load::parse_arrivals(*arrivals);
    if (look_at("arrivals", kind))
      made.arrivals = *kind == load::Arrivals::poisson ? Arrivals::poisson : Arrivals::constant;
  }
  if (made.fixed_count > 0 && (made.rate || made.users))
    reader.complaints.add(members.find("fixed_count")->place,
                          "a fixed count of users follows no rate and no shape; leave out one of them");
  if (made.rate && made.users) {
    reader.complaints.add(members.find("users")->place,
                          "a class follows a rate or a number of users; leave out one of 'rate' and 'users'");
  }
  if (arrivals && !made.rate)
    reader.complaints.add(members.find("arrivals")->place,
                          "arrivals belongs to a rate; add 'rate', such as 50/s");
  made.host = constant("target").value_or("");
  if (const auto url = http::parse_url(made.host); !made.host.empty() && !url)
    reader.complaints.add(members.find("target")->place, url.error().message);
}

}  // namespace

std::optional<UserClass> read_class(Members& members, const std::string& name, bool only, Reader& reader) {
  UserClass made;
  Slots slots;
  reader.scope.own = &slots;
  made.name = members.text("name").value_or(name);
  if (!fits_as_name(made.name))
    reader.complaints.add(members.find("name")->place, "the name of a class is one word, such as Patient");
  if (!only) {
    const bool bare = std::exchange(reader.scope.bare_environment, true);
    read_wishes(members, made, reader);
    reader.scope.bare_environment = bare;
  }
  if (const Node* think = members.find("think")) made.think = read_wait(*think, false, reader.complaints);
  made.login = read_flow(members.find("login"), "login", true, reader);
  made.on_start = read_flow(members.find("on_start"), "on_start", false, reader);
  made.on_stop = read_flow(members.find("on_stop"), "on_stop", false, reader);
  const Node* requests = members.find("requests");
  const Node* steps = members.find("steps");
  if ((requests != nullptr) == (steps != nullptr)) {
    reader.complaints.add(
        members.node().place,
        requests == nullptr
            ? "nothing is asked here; list what is, under requests: (picked at random) or steps: "
              "(one after the other)"
            : "there are requests and steps; put the steps into a flow among the requests");
  } else if (requests != nullptr) {
    made.tasks = read_tasks(*requests, reader);
  } else {
    made.tasks.push_back(read_flow(steps, "steps", false, reader));
    if (made.tasks.back().steps.empty())
      reader.complaints.add(steps->place, "steps holds at least one request");
  }
  auto known = reader.scope.known_names();
  if (reader.scope.shared != nullptr) {
    for (const auto& slot : reader.scope.shared->all()) known.push_back(slot.name);
  }
  slots.refuse_unknown(known, reader.complaints);
  made.slots = slots.all();
  reader.scope.own = nullptr;
  return made;
}

}  // namespace acrida::scenario::plan
