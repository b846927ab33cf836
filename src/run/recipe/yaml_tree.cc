#include "run/recipe/yaml_tree.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <charconv>
#include <optional>
#include <sstream>

namespace lauter {
namespace {

/// Builds the tree from yaml-cpp's events. After the first error it ignores what follows.
class TreeBuilder : public YAML::EventHandler {
 public:
  explicit TreeBuilder(std::string_view origin) : origin_(origin) {}

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_anchor(mark, anchor);
    YamlNode node;
    node.place = place(mark);
    add(std::move(node), mark);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    fail(mark, "aliases (*name) are not supported in recipes");
  }
  void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_anchor(mark, anchor);
    YamlNode node;
    node.kind = YamlNode::Kind::kScalar;
    node.scalar = value;
    node.place = place(mark);
    add(std::move(node), mark);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, anchor, YamlNode::Kind::kSequence);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, anchor, YamlNode::Kind::kMap);
  }
  void OnMapEnd() override { close(); }

  std::optional<Error> error;
  YamlNode root;

 private:
  /// A container that is still open, with the key that waits for its value.
  struct Open {
    YamlNode node;
    std::optional<std::string> key;
    std::string key_place;
  };

  std::string place(const YAML::Mark& mark) const {
    return origin_ + ":" + std::to_string(mark.line + 1) + ":" + std::to_string(mark.column + 1);
  }
  void fail(const YAML::Mark& mark, const std::string& why) {
    if (!error) error = invalid_argument(place(mark) + ": " + why);
  }
  void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor != 0) fail(mark, "anchors (&name) are not supported in recipes");
  }
  void open(const YAML::Mark& mark, YAML::anchor_t anchor, YamlNode::Kind kind) {
    refuse_anchor(mark, anchor);
    if (open_.size() >= kMaxYamlDepth) fail(mark, "nested too deeply");
    if (error) return;
    Open container;
    container.node.kind = kind;
    container.node.place = place(mark);
    if (!open_.empty() && open_.back().node.kind == YamlNode::Kind::kMap && !open_.back().key) {
      fail(mark, "a key must be a plain word");
      return;
    }
    open_.push_back(std::move(container));
  }
  void close() {
    if (error) return;
    YamlNode node = std::move(open_.back().node);
    open_.pop_back();
    add(std::move(node), YAML::Mark());
  }
  void add(YamlNode node, const YAML::Mark& mark) {
    if (error) return;
    if (open_.empty()) {
      root = std::move(node);
      return;
    }
    Open& parent = open_.back();
    if (parent.node.kind == YamlNode::Kind::kSequence) {
      parent.node.items.push_back(std::move(node));
      return;
    }
    if (!parent.key) {
      if (node.kind != YamlNode::Kind::kScalar) {
        fail(mark, "a key must be a plain word");
      } else if (parent.node.find(node.scalar) != nullptr) {
        fail(mark, "key \"" + node.scalar + "\" is there twice");
      }
      parent.key = std::move(node.scalar);
      parent.key_place = std::move(node.place);
      return;
    }
    // Messages about a member point at its key: that is where the reader looks.
    node.place = std::move(parent.key_place);
    parent.node.members.push_back({std::move(*parent.key), std::move(node)});
    parent.key.reset();
  }

  std::string origin_;
  std::vector<Open> open_;
};

void set_place(YamlNode& node, const std::string& place) {
  node.place = place;
  for (YamlNode& item : node.items) set_place(item, place);
  for (auto& member : node.members) set_place(member.second, place);
}

/// The item of a sequence that `name` means: a number from 0, or the step with that `use`.
YamlNode* find_item(YamlNode& sequence, std::string_view name) {
  size_t index = 0;
  const auto [end, ec] = std::from_chars(name.data(), name.data() + name.size(), index);
  if (ec == std::errc() && end == name.data() + name.size()) {
    return index < sequence.items.size() ? &sequence.items[index] : nullptr;
  }
  for (YamlNode& item : sequence.items) {
    const YamlNode* use = item.find("use");
    if (use != nullptr && use->scalar == name) return &item;
  }
  return nullptr;
}

}  // namespace

const YamlNode* YamlNode::find(std::string_view key) const {
  for (const auto& [name, value] : members) {
    if (name == key) return &value;
  }
  return nullptr;
}

YamlNode* YamlNode::find(std::string_view key) {
  return const_cast<YamlNode*>(std::as_const(*this).find(key));
}

Result<YamlNode> parse_yaml(std::string_view text, std::string_view origin) {
  if (text.size() > kMaxYamlBytes) {
    return invalid_argument(std::string(origin) + ": larger than " + std::to_string(kMaxYamlBytes) +
                            " bytes");
  }
  TreeBuilder builder(origin);
  // The library throws on broken YAML; nothing of it leaves this function.
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    parser.HandleNextDocument(builder);
    if (!builder.error) {
      TreeBuilder second(origin);
      if (parser.HandleNextDocument(second)) {
        return invalid_argument(std::string(origin) + ": holds more than one YAML document");
      }
    }
  } catch (const YAML::Exception& e) {
    const std::string where = e.mark.is_null() ? ""
                                               : ":" + std::to_string(e.mark.line + 1) + ":" +
                                                     std::to_string(e.mark.column + 1);
    return invalid_argument(std::string(origin) + where + ": bad YAML: " + e.msg);
  }
  if (builder.error) return *builder.error;
  return std::move(builder.root);
}

Result<void> set_in_yaml(YamlNode& root, std::string_view assignment) {
  const size_t equals = assignment.find('=');
  if (equals == std::string_view::npos || equals == 0) {
    return invalid_argument("--set " + std::string(assignment) + ": write it as path.to.key=value");
  }
  const std::string_view path = assignment.substr(0, equals);
  const std::string place = "--set " + std::string(path);
  LAUTER_ASSIGN(YamlNode value, parse_yaml(assignment.substr(equals + 1), place));
  set_place(value, place);

  YamlNode* at = &root;
  size_t begin = 0;
  while (begin <= path.size()) {
    const size_t end = std::min(path.find('.', begin), path.size());
    const std::string_view name = path.substr(begin, end - begin);
    begin = end + 1;
    if (name.empty()) return invalid_argument(place + ": empty name in the path");
    if (at->kind == YamlNode::Kind::kSequence) {
      at = find_item(*at, name);
      if (at == nullptr) {
        return invalid_argument(place + ": there is no item \"" + std::string(name) +
                                "\" (count from 0, or name a step by its `use`)");
      }
      continue;
    }
    if (at->kind == YamlNode::Kind::kScalar) at->scalar.clear();
    at->kind = YamlNode::Kind::kMap;
    YamlNode* member = at->find(name);
    if (member == nullptr) {
      at->members.push_back({std::string(name), YamlNode{}});
      member = &at->members.back().second;
      member->place = place;
    }
    at = member;
  }
  *at = std::move(value);
  return {};
}

}  // namespace lauter
