#include "json/drop_members.h"

#include <algorithm>
#include <optional>
#include <string>

#include "json/cursor.h"

namespace lauter {
namespace {

using internal::JsonCursor;

constexpr int kDeepestDrop = 1024;

/// Paths on their way, each with the number of its next step.
using OpenPaths = std::vector<std::pair<size_t, size_t>>;

class DropWalk {
 public:
  DropWalk(std::string_view line, const std::vector<TextPath>& paths) : cursor_(line), paths_(paths) {}

  std::vector<DroppedMember> run() {
    OpenPaths open;
    for (size_t i = 0; i < paths_.size(); ++i) open.emplace_back(i, 0);
    cursor_.skip_space();
    object(open);
    return std::move(dropped_);
  }

 private:
  struct Member {
    uint64_t begin;
    uint64_t end;
    std::optional<size_t> path;  ///< it goes
  };

  /// What a member says that paths go into.
  bool value(const OpenPaths& open) {
    const bool is_list = cursor_.peek() == '[';
    OpenPaths within;
    for (const auto& [path, step] : open) {
      if (paths_[path].steps[step - 1].is_list == is_list) within.emplace_back(path, step);
    }
    if (within.empty() || (!is_list && cursor_.peek() != '{')) return cursor_.skip_value(kDeepestDrop);
    return is_list ? list(within) : object(within);
  }

  bool list(const OpenPaths& within) {
    cursor_.advance();
    cursor_.skip_space();
    for (bool more = cursor_.peek() != ']'; more;) {
      cursor_.skip_space();
      if (!(cursor_.peek() == '{' ? object(within) : cursor_.skip_value(kDeepestDrop))) return false;
      cursor_.skip_space();
      more = cursor_.peek() == ',';
      if (more) cursor_.advance();
    }
    return cursor_.expect(']', "']'");
  }

  bool object(const OpenPaths& open) {
    std::vector<Member> members;
    const size_t inner = dropped_.size();
    cursor_.advance();
    cursor_.skip_space();
    for (bool more = cursor_.peek() == '"'; more;) {
      cursor_.skip_space();
      Member& member = members.emplace_back(Member{cursor_.offset(), 0, {}});
      const char* key_at = cursor_.position();
      if (!cursor_.skip_string()) return false;
      const std::string key = decoded({key_at, static_cast<size_t>(cursor_.position() - key_at)});
      OpenPaths next;
      for (const auto& [path, step] : open) {
        if (paths_[path].steps[step].name != key) continue;
        if (step + 1 < paths_[path].steps.size()) {
          next.emplace_back(path, step + 1);
        } else {
          member.path = path;
        }
      }
      if (!cursor_.expect(':', "':'")) return false;
      cursor_.skip_space();
      const size_t below = dropped_.size();
      if (!value(next)) return false;
      if (member.path) dropped_.resize(below);  // what goes as a whole goes once
      member.end = cursor_.offset();
      cursor_.skip_space();
      more = cursor_.peek() == ',';
      if (more) cursor_.advance();
    }
    add(members);
    std::ranges::sort(dropped_.begin() + static_cast<std::ptrdiff_t>(inner), dropped_.end(), {},
                      [](const DroppedMember& member) { return member.span.begin; });
    return cursor_.expect('}', "'}'");
  }

  /// A member goes with the comma behind it; those behind the last that stays with the one ahead.
  void add(const std::vector<Member>& members) {
    size_t n_ahead = members.size();  // of those the last stays, or none does
    while (n_ahead > 0 && members[n_ahead - 1].path) --n_ahead;
    for (size_t i = 0; i < members.size(); ++i) {
      if (!members[i].path) continue;
      ByteSpan span{members[i].begin, members[i].end};
      if (i < n_ahead || n_ahead == 0) {
        if (i + 1 < members.size()) span.end = members[i + 1].begin;
      } else {
        span.begin = members[i - 1].end;
      }
      dropped_.push_back({span, *members[i].path});
    }
  }

  static std::string decoded(std::string_view token) {
    std::string key;
    return JsonCursor(token).decode_string(key) ? key : std::string();
  }

  JsonCursor cursor_;
  const std::vector<TextPath>& paths_;
  std::vector<DroppedMember> dropped_;
};

}  // namespace

std::vector<DroppedMember> find_dropped(std::string_view line, const std::vector<TextPath>& paths) {
  return DropWalk(line, paths).run();
}

}  // namespace lauter
