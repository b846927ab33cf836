#include "io/json_scan.h"

#include <cstring>

#include "io/codec/byte_order_mark.h"

namespace lauter::internal {
namespace {

bool is_json_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

size_t skip_space(std::string_view bytes, size_t at) {
  while (at < bytes.size() && is_json_space(bytes[at])) ++at;
  return at;
}

constexpr uint64_t each_byte(char c) { return 0x0101010101010101U * static_cast<unsigned char>(c); }

/// Not 0 if one of the 8 bytes is that of `wanted`, which has it 8 times.
constexpr uint64_t has_byte(uint64_t bytes, uint64_t wanted) {
  const uint64_t differing = bytes ^ wanted;
  return (differing - each_byte(1)) & ~differing & each_byte('\x80');
}

/// The first byte from `at` on that says something within a string or, outside, within a container.
size_t find_sign(std::string_view bytes, size_t at, bool in_string) {
  if (in_string) {
    for (uint64_t next; at + sizeof next <= bytes.size(); at += sizeof next) {
      std::memcpy(&next, bytes.data() + at, sizeof next);
      if ((has_byte(next, each_byte('"')) | has_byte(next, each_byte('\\'))) != 0) break;
    }
    while (at < bytes.size() && bytes[at] != '"' && bytes[at] != '\\') ++at;
    return at;
  }
  while (at < bytes.size() && bytes[at] != '"' && (bytes[at] | 0x20) != '{' && (bytes[at] | 0x20) != '}') ++at;
  return at;
}

}  // namespace

size_t json_head_size(std::string_view bytes, bool at_end) {
  size_t at = skip_space(bytes, bytes.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0);
  if (at < bytes.size() && bytes[at] == '[') at = skip_space(bytes, at + 1);
  return at < bytes.size() || at_end ? at : JsonScanner::kUnknown;
}

bool is_array_head(std::string_view head) { return head.find('[') != std::string_view::npos; }

void JsonScanner::begin(bool is_first) {
  needs_comma_ = in_array_ && !is_first;
  in_string_ = false;
  is_escaped_ = false;
  place_ = Place::kLead;
  depth_ = 0;
  lead_ = 0;
}

/// One byte that is no white space, ahead of a value. kValue: it begins the value.
JsonScanner::State JsonScanner::feed_lead(char c) {
  if (in_array_ && c == ']') {
    place_ = Place::kTail;
    return State::kGoesOn;
  }
  if (needs_comma_ && c == ',') {
    needs_comma_ = false;
    return State::kGoesOn;
  }
  if (needs_comma_ || c == ',' || c == '}' || c == ']' || c == ':') return State::kBroken;
  place_ = c == '{' || c == '[' ? Place::kContainer : c == '"' ? Place::kString : Place::kScalar;
  return State::kValue;
}

JsonScanner::State JsonScanner::feed_value(std::string_view more, size_t& at) {
  if (place_ == Place::kScalar) {
    while (at < more.size() && !is_json_space(more[at]) && std::string_view(",[]{}\"").find(more[at]) == std::string_view::npos) {
      ++at;
    }
    return at < more.size() ? State::kValue : State::kGoesOn;
  }
  while (at < more.size()) {
    if (is_escaped_) {
      is_escaped_ = false;
      ++at;
      continue;
    }
    at = find_sign(more, at, in_string_);
    if (at == more.size()) break;
    const char c = more[at++];
    if (in_string_) {
      is_escaped_ = c == '\\';
      in_string_ = c != '"';
      if (c == '"' && place_ == Place::kString) return State::kValue;
    } else if (c == '"') {
      in_string_ = true;
    } else if (c == '{' || c == '[') {
      ++depth_;
    } else if (c == '}' || c == ']') {
      if (--depth_ == 0) return State::kValue;
    }
  }
  return State::kGoesOn;
}

JsonScanner::State JsonScanner::feed(std::string_view more, size_t& used) {
  size_t at = 0;
  while (place_ == Place::kLead) {
    const size_t begin = at;
    at = skip_space(more, at);
    lead_ += at - begin;
    used = at;
    if (at == more.size()) return State::kGoesOn;
    const State state = feed_lead(more[at]);
    if (state == State::kBroken) return state;
    if (state == State::kGoesOn) {
      ++at;
      ++lead_;
    }
  }
  if (place_ == Place::kTail) {
    used = skip_space(more, at);
    return used < more.size() ? State::kBroken : State::kGoesOn;
  }
  const State state = feed_value(more, at);
  used = at;
  return state;
}

JsonScanner::State JsonScanner::end() {
  if (place_ == Place::kScalar) return State::kValue;
  if (place_ == Place::kTail || (place_ == Place::kLead && !in_array_)) return State::kTail;
  return State::kBroken;
}

}  // namespace lauter::internal
