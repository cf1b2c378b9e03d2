#include "scenario/plan/yaml.h"

#include <yaml.h>

#include <algorithm>
#include <map>
#include <new>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace acrida::scenario::plan {
namespace {

// What is wrong with the text; it does not leave this file.
struct Mistake {
  Place at;
  std::string what;
};

Place place_of(const yaml_mark_t& mark) {
  return {static_cast<int>(mark.line) + 1, static_cast<int>(mark.column) + 1};
}

class Event {
 public:
  explicit Event(yaml_parser_t& parser) {
    if (yaml_parser_parse(&parser, &event_) != 0) return;
    const auto what = parser.problem != nullptr ? parser.problem : "it cannot be read";
    throw Mistake{place_of(parser.problem_mark), fmt::format("this is no YAML: {}", what)};
  }
  ~Event() { yaml_event_delete(&event_); }
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;

  yaml_event_type_t type() const { return event_.type; }
  const yaml_event_t& operator*() const { return event_; }
  const yaml_event_t* operator->() const { return &event_; }
  Place place() const { return place_of(event_.start_mark); }

 private:
  yaml_event_t event_{};
};

class Parser {
 public:
  explicit Parser(std::string_view text) {
    if (yaml_parser_initialize(&parser_) == 0) throw std::bad_alloc();
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()), text.size());
    yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
  }
  ~Parser() { yaml_parser_delete(&parser_); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  Node document() {
    next(YAML_STREAM_START_EVENT);
    {
      const Event start(parser_);
      if (start.type() == YAML_STREAM_END_EVENT) throw Mistake{start.place(), "there is nothing in it"};
    }
    Node root = node();
    next(YAML_DOCUMENT_END_EVENT);
    const Event end(parser_);
    if (end.type() != YAML_STREAM_END_EVENT)
      throw Mistake{end.place(), "a second document begins here; a file holds one"};
    return root;
  }

 private:
  struct Anchored {
    Node node;
    std::size_t size;  // in nodes
  };

  void next(yaml_event_type_t type) {
    const Event event(parser_);
    if (event.type() != type) throw Mistake{event.place(), "this is no YAML"};
  }

  Node node() {
    const Event event(parser_);
    return node(event);
  }

  Node node(const Event& event) {
    count(event.place(), 1);
    const std::size_t before = nodes_ - 1;
    switch (event.type()) {
      case YAML_ALIAS_EVENT: return alias(event);
      case YAML_SCALAR_EVENT: {
        const auto& said = event->data.scalar;
        Node made{.place = event.place()};
        made.text.assign(reinterpret_cast<const char*>(said.value), said.length);
        made.plain = said.style == YAML_PLAIN_SCALAR_STYLE;
        if (is_text_tag(said.tag, event)) made.plain = false;
        return remember(std::move(made), said.anchor, before);
      }
      case YAML_SEQUENCE_START_EVENT: {
        refuse_tag(event->data.sequence_start.tag, event);
        Node made = list(event.place());
        return remember(std::move(made), event->data.sequence_start.anchor, before);
      }
      case YAML_MAPPING_START_EVENT: {
        refuse_tag(event->data.mapping_start.tag, event);
        Node made = map(event.place());
        return remember(std::move(made), event->data.mapping_start.anchor, before);
      }
      default: throw Mistake{event.place(), "this is no YAML"};
    }
  }

  Node list(Place place) {
    const Deeper deeper(*this, place);
    Node made{.kind = Node::Kind::list, .place = place};
    while (true) {
      const Event event(parser_);
      if (event.type() == YAML_SEQUENCE_END_EVENT) return made;
      made.items.push_back(node(event));
    }
  }

  Node map(Place place) {
    const Deeper deeper(*this, place);
    Node made{.kind = Node::Kind::map, .place = place};
    std::vector<Node> merged;
    std::set<std::string> seen;
    while (true) {
      const Event event(parser_);
      if (event.type() == YAML_MAPPING_END_EVENT) break;
      const Node key = node(event);
      if (key.kind != Node::Kind::scalar) throw Mistake{key.place, "a key must be a text"};
      Node value = node();
      if (key.plain && key.text == "<<") {
        merged.push_back(std::move(value));
        continue;
      }
      if (!seen.insert(key.text).second)
        throw Mistake{key.place, fmt::format("the key '{}' is here twice; remove one", key.text)};
      made.keys.push_back({key.text, key.place});
      made.items.push_back(std::move(value));
    }
    for (const auto& from : merged) merge(made, seen, from);
    return made;
  }

  static void merge(Node& into, std::set<std::string>& seen, const Node& from) {
    if (from.kind == Node::Kind::list) {
      for (const auto& each : from.items) merge(into, seen, each);
      return;
    }
    if (from.kind != Node::Kind::map) throw Mistake{from.place, "<< takes in a map, as in '<<: *base'"};
    for (std::size_t i = 0; i < from.keys.size(); ++i) {
      if (!seen.insert(from.keys[i].text).second) continue;
      into.keys.push_back(from.keys[i]);
      into.items.push_back(from.items[i]);
    }
  }

  Node alias(const Event& event) {
    const std::string name = reinterpret_cast<const char*>(event->data.alias.anchor);
    const auto found = anchors_.find(name);
    if (found == anchors_.end())
      throw Mistake{event.place(), fmt::format("there is no anchor '&{}' above this line", name)};
    count(event.place(), found->second.size);
    return found->second.node;
  }

  Node remember(Node made, const yaml_char_t* anchor, std::size_t before) {
    if (anchor != nullptr)
      anchors_.insert_or_assign(reinterpret_cast<const char*>(anchor), Anchored{made, nodes_ - before});
    return made;
  }

  void count(Place place, std::size_t more) {
    nodes_ += more;
    if (nodes_ > kMostYamlNodes)
      throw Mistake{place,
                    fmt::format("there are more than {} values, with what aliases repeat; put rows into "
                                "a CSV file",
                                kMostYamlNodes)};
  }

  static bool is_text_tag(const yaml_char_t* tag, const Event& event) {
    const bool text = tag != nullptr && std::string_view(reinterpret_cast<const char*>(tag)) == YAML_STR_TAG;
    if (!text) refuse_tag(tag, event);
    return text;
  }

  static void refuse_tag(const yaml_char_t* tag, const Event& event) {
    if (tag == nullptr || std::string_view(reinterpret_cast<const char*>(tag)) == "!") return;
    throw Mistake{event.place(), fmt::format("the tag {} means nothing here; leave it out",
                                             reinterpret_cast<const char*>(tag))};
  }

  class Deeper {
   public:
    Deeper(Parser& in, Place place) : in_(in) {
      if (++in_.depth_ > kDeepestYaml)
        throw Mistake{place, fmt::format("this is nested more than {} deep", kDeepestYaml)};
    }
    ~Deeper() { --in_.depth_; }
    Deeper(const Deeper&) = delete;
    Deeper& operator=(const Deeper&) = delete;

   private:
    Parser& in_;
  };

  yaml_parser_t parser_{};
  std::map<std::string, Anchored> anchors_;
  std::size_t nodes_ = 0;
  int depth_ = 0;
};

}  // namespace

bool Node::is_null() const {
  return kind == Kind::scalar && plain && (text.empty() || text == "~" || text == "null" || text == "Null");
}

const Node* Node::find(std::string_view key) const {
  const auto found =
      std::find_if(keys.begin(), keys.end(), [&](const Key& each) { return each.text == key; });
  return found == keys.end() ? nullptr : &items[static_cast<std::size_t>(found - keys.begin())];
}

base::Result<Node> parse_yaml(std::string_view text, const std::string& name) {
  if (text.size() > kMostYamlBytes) {
    return base::Error{fmt::format("{}:1:1: the file is larger than {} MiB; put rows into a CSV file", name,
                                   kMostYamlBytes >> 20)};
  }
  try {
    return Parser(text).document();
  } catch (const Mistake& mistake) {
    return base::Error{fmt::format("{}:{}:{}: {}", name, mistake.at.line, mistake.at.column, mistake.what)};
  }
}

}  // namespace acrida::scenario::plan
