/// The reading of a recipe's YAML tree: values with their types and ranges, maps whose every key is
/// known. Internal to `run`.
#pragma once

#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "curate/filters/filter_options.h"
#include "refine/anonymize/operators.h"
#include "run/passes/nearest.h"
#include "run/recipe/yaml_tree.h"

namespace lauter::internal {

/// Reads values and keeps the first error, so that the code below stays a list of keys.
class Decoder {
 public:
  bool ok() const { return !error_.has_value(); }
  Error take_error() { return std::move(*error_); }
  void fail(const YamlNode& node, const std::string& why) {
    if (!error_) error_ = invalid_argument(node.place + ": " + why);
  }

  void read(const YamlNode& node, std::string_view key, std::string& out) {
    if (node.kind == YamlNode::Kind::kNull) {
      out.clear();
    } else if (node.kind == YamlNode::Kind::kScalar) {
      out = node.scalar;
    } else {
      expected(node, key, "a text");
    }
  }
  void read(const YamlNode& node, std::string_view key, bool& out) {
    if (node.kind == YamlNode::Kind::kScalar && node.scalar == "true") {
      out = true;
    } else if (node.kind == YamlNode::Kind::kScalar && node.scalar == "false") {
      out = false;
    } else {
      expected(node, key, "true or false");
    }
  }
  void read(const YamlNode& node, std::string_view key, float& out) {
    float value = 0;
    const char* end = node.scalar.data() + node.scalar.size();
    const auto [stop, ec] = std::from_chars(node.scalar.data(), end, value);
    if (node.kind != YamlNode::Kind::kScalar || ec != std::errc() || stop != end ||
        !(value >= 0 && value <= 1)) {
      return expected(node, key, "a number from 0 to 1");
    }
    out = value;
  }
  /// A whole number, of bytes with an optional KiB, MiB or GiB behind it.
  void read_count(const YamlNode& node, std::string_view key, uint64_t low, uint64_t high,
                  uint64_t& out) {
    uint64_t value = 0;
    const char* end = node.scalar.data() + node.scalar.size();
    const auto [stop, ec] = std::from_chars(node.scalar.data(), end, value);
    const std::string_view unit(stop, static_cast<size_t>(end - stop));
    int shift = -1;
    if (unit.empty()) shift = 0;
    if (unit == "KiB") shift = 10;
    if (unit == "MiB") shift = 20;
    if (unit == "GiB") shift = 30;
    if (node.kind != YamlNode::Kind::kScalar || ec != std::errc() || shift < 0 ||
        value > (high >> shift) || (value << shift) < low) {
      return expected(node, key,
                      "a whole number from " + std::to_string(low) + " to " + std::to_string(high));
    }
    out = value << shift;
  }
  /// A whole number that may be negative; `null` is 0, which turns a filter's rule off.
  void read(const YamlNode& node, std::string_view key, int64_t& out) {
    read_number(node, key, out, "a whole number");
  }
  void read(const YamlNode& node, std::string_view key, double& out) {
    read_number(node, key, out, "a number");
    if (!std::isfinite(out)) expected(node, key, "a number");
  }
  void read(const YamlNode& node, std::string_view key, LineRule& out) {
    if (node.scalar == "lf") {
      out = LineRule::kLf;
    } else if (node.scalar == "python") {
      out = LineRule::kPython;
    } else {
      expected(node, key, "lf or python");
    }
  }
  void read(const YamlNode& node, std::string_view key, std::vector<std::string>& out) {
    out.clear();
    if (node.kind == YamlNode::Kind::kMap) expected(node, key, "a list of words");
    if (node.kind == YamlNode::Kind::kScalar) out.push_back(node.scalar);
    for (const YamlNode& item : node.items) read(item, key, out.emplace_back());
  }
  void read(const YamlNode& node, std::string_view key, std::vector<NgramLimit>& out) {
    out.clear();
    const bool list = node.kind == YamlNode::Kind::kSequence || node.kind == YamlNode::Kind::kNull;
    if (!list) expected(node, key, "a list of pairs [words, share]");
    for (const YamlNode& item : node.items) {
      if (item.items.size() != 2) return expected(item, key, "a pair [words, share]");
      NgramLimit& limit = out.emplace_back();
      read(item.items[0], key, limit.first);
      read(item.items[1], key, limit.second);
    }
  }
  void read_operator(const YamlNode& node, std::string_view key, Operator& out) {
    const auto op = operator_from_name(node.scalar);
    if (node.kind != YamlNode::Kind::kScalar || !op) {
      std::vector<std::string> names;
      for (size_t i = 0; i <= static_cast<size_t>(Operator::kKeep); ++i) {
        names.emplace_back(operator_name(static_cast<Operator>(i)));
      }
      return fail(node, std::string(key) + ": unknown operator \"" + node.scalar + "\"" +
                            suggestion(node.scalar, names));
    }
    out = *op;
  }
  template <typename Number>
  void read_number(const YamlNode& node, std::string_view key, Number& out,
                   const std::string& what) {
    if (node.kind == YamlNode::Kind::kNull) {
      out = 0;
      return;
    }
    const char* end = node.scalar.data() + node.scalar.size();
    const auto [stop, ec] = std::from_chars(node.scalar.data(), end, out);
    if (node.kind != YamlNode::Kind::kScalar || ec != std::errc() || stop != end) {
      expected(node, key, what);
    }
  }
  void expected(const YamlNode& node, std::string_view key, const std::string& what) {
    const std::string got = node.kind == YamlNode::Kind::kScalar     ? "\"" + node.scalar + "\""
                            : node.kind == YamlNode::Kind::kSequence ? "a list"
                            : node.kind == YamlNode::Kind::kMap      ? "a map"
                                                                     : "nothing";
    fail(node, std::string(key) + ": expected " + what + ", got " + got);
  }

 private:
  std::optional<Error> error_;
};

/// One map of the tree. Every key that is asked for is a known key; finish() refuses the others.
class Section {
 public:
  Section(Decoder& decoder, const YamlNode* node, std::string_view name)
      : decoder_(decoder), node_(node), name_(name) {
    if (node_ != nullptr && node_->kind == YamlNode::Kind::kNull) node_ = nullptr;
    if (node_ != nullptr && node_->kind != YamlNode::Kind::kMap) {
      decoder_.expected(*node_, name_, "a map");
      node_ = nullptr;
    }
  }

  const YamlNode* take(std::string_view key) {
    known_.emplace_back(key);
    return node_ == nullptr ? nullptr : node_->find(key);
  }
  template <typename T>
  void read(std::string_view key, T& out) {
    if (const YamlNode* value = take(key)) decoder_.read(*value, key, out);
  }
  void read_count(std::string_view key, uint64_t low, uint64_t high, uint64_t& out) {
    if (const YamlNode* value = take(key)) decoder_.read_count(*value, key, low, high, out);
  }
  void read_operator(std::string_view key, Operator& out) {
    if (const YamlNode* value = take(key)) decoder_.read_operator(*value, key, out);
  }
  void finish() {
    if (node_ == nullptr) return;
    for (const auto& [key, value] : node_->members) {
      bool found = false;
      for (const std::string& known : known_) found = found || known == key;
      if (found) continue;
      decoder_.fail(value, (name_.empty() ? "" : name_ + ": ") + "unknown key \"" + key + "\"" +
                               suggestion(key, known_));
    }
  }

 private:
  Decoder& decoder_;
  const YamlNode* node_;
  std::string name_;
  std::vector<std::string> known_;
};

}  // namespace lauter::internal
