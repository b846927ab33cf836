#include "json/record_texts.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <unordered_set>

#include "json/cursor.h"
#include "json/utf8.h"

namespace lauter {
namespace {

using internal::JsonCursor;

constexpr int kDeepest = 1024;  ///< below the row's own object
constexpr std::array<std::string_view, 2> kSpeakerNames = {"role", "from"};
constexpr std::string_view kPartType = "type";
constexpr std::string_view kTextPart = "text";
/// The "alternative" of TextPaths::beside.
constexpr size_t kBeside = size_t{1} << 31;
/// The first "alternative" of private values, which are found with any of them.
constexpr size_t kValues = size_t{1} << 32;

/// A place on the way of a path: its step `at` comes next; behind the last, a text is due.
struct Way {
  const TextPath* path;
  size_t at;
  size_t alternative;
  bool is_in_list = false;  ///< the list that the step behind wants is entered

  bool is_at_end() const { return at == path->steps.size(); }
  /// Of the step behind.
  bool wants_list() const { return !is_in_list && path->steps[at - 1].is_list; }
};
using Ways = std::vector<Way>;

/// A text, or what stands where one is due and is none.
struct Found {
  RecordText text;
  size_t alternative = 0;
  bool is_text = true;
};

std::string escaped_path(const FieldPath& path) {
  std::string out;
  for (const std::string& name : path.names) {
    if (!out.empty()) out += '.';
    append_field_name(name, /*every=*/true, out);
  }
  return out;
}

/// One walk over a line.
class TextWalk {
 public:
  TextWalk(std::string_view line, const TextPaths& paths) : cursor_(line), paths_(paths) {}

  /// Also looks for members of the row's own object: `id`, and whether there is one called `unwanted`, or a second id.
  void watch(std::string_view id, std::string_view unwanted) {
    watches_ = true;
    watched_id_ = id;
    unwanted_ = unwanted;
  }
  /// The value of `id`; empty if there is none.
  ByteSpan id() const { return id_; }
  bool has_unwanted() const { return has_unwanted_; }

  bool line() {
    cursor_.skip_space();
    if (cursor_.peek() != '{') return cursor_.fail_here("not a JSON object");
    Ways ways;
    for (size_t i = 0; i < paths_.values.size(); ++i) ways.push_back({&paths_.values[i], 0, kValues + i});
    if (paths_.every) return every_object(ways, 0) && end_of_line();
    for (size_t i = 0; i < paths_.alternatives.size(); ++i) {
      for (const TextPath& path : paths_.alternatives[i]) ways.push_back({&path, 0, i});
    }
    for (const TextPath& path : paths_.beside) ways.push_back({&path, 0, kBeside});
    return object(ways, /*is_element=*/false) && end_of_line();
  }

  RecordError error() const { return {cursor_.error_byte(), cursor_.error_reason()}; }
  std::vector<Found>& found() { return found_; }
  /// A list that a path goes into is there, if only an empty one.
  bool has_turns() const { return has_turns_; }

 private:
  bool end_of_line() {
    cursor_.skip_space();
    return cursor_.at_end() || cursor_.fail_here("broken JSON: more after the object");
  }

  /// All strings of a value; those that a way ends at are private values.
  bool every_value(const Ways& ways, int depth) {
    if (depth > kDeepest) return cursor_.fail_here("broken JSON: nested deeper than 1024 levels");
    switch (cursor_.peek()) {
      case '"': {
        const auto end = std::ranges::find_if(ways, [](const Way& way) { return way.is_at_end() && !way.wants_list(); });
        if (end != ways.end()) return take(end->alternative);
        return name_ == id_name_ ? skip() : take(0);
      }
      case '{':
        return every_object(ways, depth);
      case '[':
        return every_element(ways, depth);
      default:
        return std::ranges::any_of(ways, &Way::is_at_end) ? refuse(ways.front().alternative) : skip();
    }
  }

  bool every_object(const Ways& ways, int depth) {
    std::unordered_set<std::string> seen;
    return members([&](std::string_view key, const char* key_at) {
      if (!seen.emplace(key).second) return cursor_.fail(key_at, "field \"" + std::string(key) + "\" occurs twice");
      const size_t length = name_.size();
      if (length > 0) name_ += '.';
      append_field_name(key, /*every=*/true, name_);
      Ways next;
      ways_into(ways, key, next);
      const bool done = every_value(next, depth + 1);
      name_.resize(length);
      return done;
    });
  }

  bool every_element(const Ways& ways, int depth) {
    Ways within;
    for (const Way& way : ways) {
      if (way.at == 0 || !way.wants_list()) continue;
      within.push_back(way);
      within.back().is_in_list = true;
    }
    return elements([&] { return every_value(within, depth + 1); });
  }

  /// Those that go on behind a member of this name. `next` keeps its memory: there are many turns.
  static void ways_into(const Ways& ways, std::string_view key, Ways& next) {
    next.clear();
    for (const Way& way : ways) {
      if (!way.is_at_end() && way.path->steps[way.at].name == key) next.push_back({way.path, way.at + 1, way.alternative});
    }
  }

  bool value(const Ways& ways) {
    const char first = cursor_.peek();
    if (first == '[') return list(ways);
    const auto ends = [](const Way& way) { return way.is_at_end() && !way.wants_list(); };
    const auto end = std::ranges::find_if(ways, ends);
    if (first == '"' && end != ways.end()) return take(end->alternative);
    if (first == '{' && end == ways.end()) {
      Ways into = ways;
      std::erase_if(into, [](const Way& way) { return way.wants_list(); });
      if (!into.empty()) return object(into, false);
    }
    return refuse(ways.front().alternative);
  }

  /// Skips what is no text where one is due, and keeps its place: it may hold what the texts hold, and
  /// nobody looks at it. Null is nothing. Of several alternatives, a column of another kind is not meant.
  bool refuse(size_t alternative) {
    const uint64_t begin = cursor_.offset();
    const bool is_null = cursor_.peek() == 'n';
    if (!skip()) return false;
    const bool is_column = name_.find_first_of(".[") == std::string::npos;
    if (!is_null && !(is_column && alternative < kValues && paths_.alternatives.size() > 1)) {
      found_.push_back({{{begin, cursor_.offset()}, name_}, alternative, /*is_text=*/false});
    }
    return true;
  }

  bool skip() { return cursor_.skip_value(kDeepest + 1 - depth_); }

  bool take(size_t alternative) {
    const uint64_t begin = cursor_.offset();
    if (!cursor_.skip_string()) return false;
    found_.push_back({{{begin, cursor_.offset()}, name_}, alternative});
    return true;
  }

  /// Members whose names begin a way are gone into. `is_element`: of a list, so it may be said who
  /// speaks.
  bool object(const Ways& ways, bool is_element) {
    const size_t found_before = found_.size();
    std::vector<std::string> seen;
    std::optional<std::string> speaker;
    Ways next;
    const bool read = members([&](std::string_view key, const char* key_at) {
      ways_into(ways, key, next);
      if (next.empty()) {
        const bool speaks = is_element && !paths_.roles.empty() && is_speaker_name(key);
        return speaks && cursor_.peek() == '"' ? cursor_.decode_string(speaker.emplace()) : skip();
      }
      if (std::ranges::find(seen, key) != seen.end()) {
        return cursor_.fail(key_at, "field \"" + std::string(key) + "\" occurs twice");
      }
      seen.emplace_back(key);
      const size_t length = name_.size();
      if (length > 0) name_ += '.';
      name_ += key;
      const bool done = value(next);
      name_.resize(length);
      return done;
    });
    if (!read) return false;
    const bool is_other = is_element && !paths_.roles.empty() && speaker &&
                          std::ranges::find(paths_.roles, *speaker) == paths_.roles.end();
    if (is_other) {
      const auto is_text = [](const Found& found) { return found.alternative < kValues; };
      found_.erase(std::remove_if(found_.begin() + static_cast<std::ptrdiff_t>(found_before), found_.end(), is_text), found_.end());
    }
    return true;
  }

  /// Calls take(key, where the key is) at each value; it reads the value.
  template <typename Take>
  bool members(Take take_member) {
    std::string buffer;
    cursor_.advance();
    cursor_.skip_space();
    if (cursor_.peek() == '}') {
      cursor_.advance();
      return true;
    }
    const bool is_watched = watches_ && depth_ == 0;
    ++depth_;
    while (true) {
      cursor_.skip_space();
      const char* key_at = cursor_.position();
      if (cursor_.peek() != '"') return cursor_.fail_here("broken JSON: expected a key in quotes");
      if (!cursor_.skip_string()) return false;
      const std::string_view token(key_at, static_cast<size_t>(cursor_.position() - key_at));
      std::string_view key = token.substr(1, token.size() - 2);
      // A key with a lone surrogate is no wanted name and is carried through.
      if (key.find('\\') != std::string_view::npos) {
        key = JsonCursor(token).decode_string(buffer) ? std::string_view(buffer) : std::string_view();
      }
      if (!cursor_.expect(':', "':'")) return false;
      cursor_.skip_space();
      const bool is_id = is_watched && key == watched_id_;
      has_unwanted_ = has_unwanted_ || (is_watched && key == unwanted_) || (is_id && !id_.empty());
      const uint64_t begin = cursor_.offset();
      if (!take_member(key, key_at)) return false;
      if (is_id) id_ = {begin, cursor_.offset()};
      cursor_.skip_space();
      if (cursor_.peek() != ',') break;
      cursor_.advance();
    }
    --depth_;
    return cursor_.expect('}', "',' or '}'");
  }

  /// A list that a way goes into, or of parts in place of a text.
  bool list(const Ways& ways) {
    Ways within;
    const Way* parts_of = nullptr;
    for (const Way& way : ways) {
      if (way.wants_list()) {
        within.push_back(way);
      } else if (way.is_at_end()) {
        parts_of = &way;
      }
    }
    if (within.empty() && parts_of == nullptr) return refuse(ways.front().alternative);
    has_turns_ = has_turns_ || !within.empty();
    return elements([&] { return element(within, parts_of); });
  }

  /// Calls take() at each element; it reads it.
  template <typename Take>
  bool elements(Take take_element) {
    const size_t length = name_.size();
    ++depth_;
    cursor_.advance();
    cursor_.skip_space();
    bool is_empty = cursor_.peek() == ']';
    for (size_t i = 0; !is_empty; ++i) {
      cursor_.skip_space();
      name_ += '[' + std::to_string(i) + ']';
      if (!take_element()) return false;
      name_.resize(length);
      cursor_.skip_space();
      if (cursor_.peek() != ',') break;
      cursor_.advance();
    }
    --depth_;
    return cursor_.expect(']', "',' or ']'");
  }

  bool element(const Ways& within, const Way* parts_of) {
    const char first = cursor_.peek();
    const auto end = std::ranges::find_if(within, &Way::is_at_end);
    if (first == '"' && end != within.end()) return take(end->alternative);
    const size_t alternative = within.empty() ? parts_of->alternative : within.front().alternative;
    if (first != '{' || end != within.end()) return refuse(alternative);
    return within.empty() ? part(alternative) : object(within, true);
  }

  /// {"type":"text","text":"..."}, its members in any order. A part of another kind passes if it has no
  /// text: an image.
  bool part(size_t alternative) {
    const size_t found_before = found_.size();
    std::string type;
    bool has_type = false;
    bool has_text = false;
    const size_t length = name_.size();
    const bool read = members([&](std::string_view key, const char* key_at) {
      if (key != kPartType && key != kTextPart) return skip();
      bool& has = key == kPartType ? has_type : has_text;
      if (has) return cursor_.fail(key_at, "field \"" + std::string(key) + "\" occurs twice");
      has = true;
      const bool is_string = cursor_.peek() == '"';
      if (key == kPartType) return is_string ? cursor_.decode_string(type) : skip();
      if (!is_string) return refuse(alternative);
      name_ += ".text";
      const bool done = take(alternative);
      name_.resize(length);
      return done;
    });
    if (read && type != kTextPart && found_.size() > found_before) {
      found_.back().is_text = false;
      found_.back().text.field = name_;
    }
    return read;
  }

  JsonCursor cursor_;
  const TextPaths& paths_;
  std::vector<Found> found_;
  bool has_turns_ = false;
  int depth_ = 0;  ///< of objects and lists around the cursor
  bool watches_ = false;
  std::string_view watched_id_{};
  std::string_view unwanted_{};
  ByteSpan id_{};
  bool has_unwanted_ = false;
  const std::string id_name_ = escaped_path(paths_.id);
  std::string name_;  ///< of the value that is being read
};

std::string described(const TextPaths& paths) {
  if (paths.every) return "at all: it holds no string but its id";
  std::string text;
  for (const auto& alternative : paths.alternatives) {
    for (const TextPath& path : alternative) text += (text.empty() ? "\"" : ", \"") + path.written() + "\"";
  }
  return text;
}

}  // namespace

bool is_speaker_name(std::string_view key) { return std::ranges::find(kSpeakerNames, key) != kSpeakerNames.end(); }

std::optional<RecordError> decode_text(std::string_view token, std::string& text) {
  JsonCursor cursor(token);
  if (cursor.decode_long_string(text)) return std::nullopt;
  return RecordError{cursor.error_byte(), cursor.error_reason()};
}

namespace {

/// What a walk that went through says of the texts.
std::optional<RecordError> texts_of_walk(TextWalk& walk, const TextPaths& paths, std::vector<RecordText>& texts) {
  texts.clear();
  const auto first = std::ranges::min_element(walk.found(), {}, &Found::alternative);
  const bool is_empty_talk = walk.has_turns();
  if (first == walk.found().end() || (first->alternative == kBeside && !is_empty_talk)) {
    if (is_empty_talk) return std::nullopt;
    return RecordError{0, "no text field " + described(paths)};
  }
  const size_t taken = first->alternative;
  const bool has_beside = taken < paths.alternatives.size() && paths.alternatives[taken].size() > 1;
  const auto is_taken = [&](const Found& found) {
    return found.alternative == taken || found.alternative >= kValues || (found.alternative == kBeside && has_beside);
  };
  const auto wrong = std::ranges::find_if(walk.found(), [&](const Found& found) {
    return is_taken(found) && !found.is_text;
  });
  if (wrong != walk.found().end()) return RecordError{wrong->text.token.begin, "not a text: " + wrong->text.field};
  for (Found& found : walk.found()) {
    if (found.alternative < kValues && is_taken(found)) texts.push_back(std::move(found.text));
  }
  for (Found& found : walk.found()) {
    if (found.alternative < kValues) continue;
    found.text.value = static_cast<uint32_t>(found.alternative - kValues);
    texts.push_back(std::move(found.text));
  }
  return std::nullopt;
}

/// One walk for the texts and the id, of a row with nothing wrong and none of `unwanted`; false: it says nothing.
bool walk_once(std::string_view line, const RecordFields& fields, const TextPaths& paths, std::string_view unwanted,
               Record& record, std::vector<RecordText>& texts) {
  if (fields.id.names.size() != 1 || paths.every || find_invalid_utf8(line) != std::string_view::npos) return false;
  TextWalk walk(line, paths);
  walk.watch(fields.id.names.front(), unwanted);
  if (!walk.line() || walk.has_unwanted() || texts_of_walk(walk, paths, texts)) return false;
  return set_id(walk.id().of(line), record);
}

}  // namespace

bool parse_usual_texts(std::string_view line, const RecordFields& fields, Record& record, std::vector<RecordText>& texts) {
  return walk_once(line, fields, usual_text_paths(), fields.text.names.front(), record, texts);
}

std::optional<RecordError> parse_record_texts(std::string_view line, const RecordFields& fields, const TextPaths& paths,
                                              Record& record, std::vector<RecordText>& texts) {
  if (walk_once(line, fields, paths, "", record, texts)) return std::nullopt;
  // What is wrong is said as of any other row.
  if (auto error = parse_record_id(line, fields, record)) return error;
  TextWalk walk(line, paths);
  if (!walk.line()) return walk.error();
  return texts_of_walk(walk, paths, texts);
}

}  // namespace lauter
