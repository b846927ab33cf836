// Which fields are texts: paths, read and written.
#include <algorithm>

#include "json/record_texts.h"

namespace lauter {
namespace {

constexpr size_t kMaxSteps = 8;

}  // namespace

Result<TextPath> TextPath::parse(std::string_view written) {
  const auto fail = [&](const char* why) {
    return invalid_argument("field \"" + std::string(written) + "\": " + why);
  };
  TextPath path{{Step()}};
  for (size_t i = 0; i < written.size(); ++i) {
    Step& step = path.steps.back();
    if (written[i] == '\\' && i + 1 < written.size() && written[i + 1] == '.') {
      step.name += written[++i];
    } else if (written[i] == '.') {
      path.steps.emplace_back();
    } else if (written.substr(i).starts_with("[]") && (i + 2 == written.size() || written[i + 2] == '.')) {
      step.is_list = true;
      ++i;
    } else if (written[i] == '[' || written[i] == ']') {
      return fail("write names with . between them, and [] behind lists: messages[].content");
    } else {
      step.name += written[i];
    }
  }
  if (path.steps.size() > kMaxSteps) return fail("more than 8 names");
  for (const Step& step : path.steps) {
    if (step.name.empty()) return fail("empty name");
  }
  return path;
}

std::string TextPath::written() const {
  std::string text;
  for (const Step& step : steps) {
    if (!text.empty()) text += '.';
    for (const char c : step.name) {
      if (c == '.') text += '\\';
      text += c;
    }
    if (step.is_list) text += "[]";
  }
  return text;
}

const TextPaths& usual_text_paths() {
  static const TextPaths paths = [] {
    const auto all = [](std::initializer_list<const char*> written) {
      std::vector<TextPath> parsed;
      for (const char* path : written) parsed.push_back(*TextPath::parse(path));
      return parsed;
    };
    TextPaths usual{{{}, all({"text"}), all({"content"})}, all({"system", "system_prompt", "context", "response", "answer"}), {}};
    std::vector<TextPath>& talk = usual.alternatives.front();
    for (const char* chat : {"messages", "conversations", "conversation"}) {
      for (const char* said : {"[].content", "[].value"}) talk.push_back(*TextPath::parse(std::string(chat) + said));
    }
    for (const char* name : {"prompt", "completion", "chosen", "rejected"}) {
      for (const char* said : {"", "[].content"}) talk.push_back(*TextPath::parse(std::string(name) + said));
    }
    for (TextPath& path : all({"instruction", "input", "output", "question"})) talk.push_back(std::move(path));
    return usual;
  }();
  return paths;
}

namespace {

constexpr std::string_view kAuto = "auto";
constexpr std::string_view kOrAuto = ", else auto";
constexpr std::string_view kRoles = "; roles ";
constexpr std::string_view kPrivateValues = "; values ";
constexpr std::string_view kEvery = "every string";
constexpr std::string_view kDropped = "; without ";

std::vector<std::string> split_commas(std::string_view text) {
  std::vector<std::string> parts;
  while (true) {
    const size_t comma = text.find(", ");
    parts.emplace_back(text.substr(0, comma));
    if (comma == text.npos) return parts;
    text.remove_prefix(comma + 2);
  }
}

std::string join_commas(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : ", ") + part;
  return text;
}

}  // namespace

Result<void> set_texts(const std::vector<std::string>& paths, const std::vector<std::string>& roles,
                       RecordFields& fields) {
  if (paths.empty()) return invalid_argument("no field is named");
  fields.or_usual = false;
  fields.texts.reset();
  auto texts = std::make_shared<TextPaths>();
  if (paths.size() == 1 && paths.front() == kAuto) {
    *texts = usual_text_paths();
  } else {
    std::vector<TextPath>& all = texts->alternatives.emplace_back();
    for (const std::string& written : paths) {
      if (written == kAuto) return invalid_argument("auto stands alone: the fields are named, or found");
      LAUTER_ASSIGN(TextPath path, TextPath::parse(written));
      const auto is_same = [&](const TextPath& other) { return other.written() == path.written(); };
      if (std::ranges::any_of(all, is_same)) return invalid_argument("field \"" + written + "\" is named twice");
      all.push_back(std::move(path));
    }
    const bool is_list = std::ranges::any_of(all.front().steps, &TextPath::Step::is_list);
    if (all.size() == 1 && !is_list && roles.empty()) {
      LAUTER_ASSIGN(fields.text, FieldPath::parse(paths.front()));
      return {};
    }
  }
  texts->roles = roles;
  fields.texts = std::move(texts);
  return {};
}

Result<void> set_values(const std::vector<std::string>& paths, RecordFields& fields) {
  if (paths.empty()) return {};
  auto texts = std::make_shared<TextPaths>();
  if (fields.texts != nullptr) {
    *texts = *fields.texts;
  } else {
    TextPath path;
    for (const std::string& name : fields.text.names) path.steps.push_back({name});
    if (fields.or_usual) *texts = usual_text_paths();
    texts->alternatives.insert(texts->alternatives.begin(), std::vector<TextPath>{std::move(path)});
  }
  // Which texts a row has where nobody named any is decided without the columns that are values.
  const bool is_named = texts->alternatives.size() == 1;
  for (const std::string& written : paths) {
    LAUTER_ASSIGN(TextPath path, TextPath::parse(written));
    const auto is_same = [&](const TextPath& other) { return other.written() == path.written(); };
    if (std::ranges::any_of(texts->values, is_same)) return invalid_argument("field \"" + written + "\" is named twice");
    for (std::vector<TextPath>& alternative : texts->alternatives) {
      if (std::erase_if(alternative, is_same) > 0 && is_named) {
        return invalid_argument("field \"" + written + "\" is a text and a private value");
      }
    }
    std::erase_if(texts->beside, is_same);
    texts->values.push_back(std::move(path));
  }
  std::erase_if(texts->alternatives, [](const auto& alternative) { return alternative.empty(); });
  fields.texts = std::move(texts);
  return {};
}

void set_every_text(RecordFields& fields) {
  auto texts = std::make_shared<TextPaths>();
  texts->every = true;
  texts->id = fields.id;
  fields.texts = std::move(texts);
  fields.or_usual = false;
}

Result<void> set_dropped(const std::vector<std::string>& paths, RecordFields& fields) {
  if (paths.empty()) return {};
  auto dropped = std::make_shared<std::vector<TextPath>>();
  for (const std::string& written : paths) {
    LAUTER_ASSIGN(TextPath path, TextPath::parse(written));
    if (path.steps.back().is_list) return invalid_argument("field \"" + written + "\": name a field, not the elements of a list");
    const auto is_same = [&](const TextPath& other) { return other.written() == path.written(); };
    if (std::ranges::any_of(*dropped, is_same)) return invalid_argument("field \"" + written + "\" is named twice");
    if (fields.texts == nullptr && fields.text.dotted() == written) {
      return invalid_argument("field \"" + written + "\" is the text");
    }
    dropped->push_back(std::move(path));
  }
  fields.dropped = std::move(dropped);
  return {};
}

namespace {

std::string paths_written(const std::vector<TextPath>& paths) {
  std::vector<std::string> names;
  for (const TextPath& path : paths) names.push_back(path.written());
  return join_commas(names);
}

}  // namespace

std::string text_fields_written(const RecordFields& fields) {
  const std::string behind = fields.dropped == nullptr ? "" : std::string(kDropped) + paths_written(*fields.dropped);
  if (fields.texts == nullptr) return fields.text.dotted() + std::string(fields.or_usual ? kOrAuto : "") + behind;
  const TextPaths& texts = *fields.texts;
  std::string text = fields.or_usual                  ? fields.text.dotted() + std::string(kOrAuto)
                     : texts.every                   ? std::string(kEvery)
                     : texts.alternatives.size() > 1 ? std::string(kAuto)
                                                      : paths_written(texts.alternatives.front());
  if (!texts.roles.empty()) text += std::string(kRoles) + join_commas(texts.roles);
  if (!texts.values.empty()) text += std::string(kPrivateValues) + paths_written(texts.values);
  return text + behind;
}

Result<void> read_text_fields(std::string_view written, RecordFields& fields) {
  if (const size_t at = written.find(kDropped); at != written.npos) {
    LAUTER_TRY(read_text_fields(written.substr(0, at), fields));
    return set_dropped(split_commas(written.substr(at + kDropped.size())), fields);
  }
  std::vector<std::string> values;
  if (const size_t at = written.find(kPrivateValues); at != written.npos) {
    values = split_commas(written.substr(at + kPrivateValues.size()));
    written = written.substr(0, at);
  }
  if (written == kEvery) {
    set_every_text(fields);
    return set_values(values, fields);
  }
  std::vector<std::string> roles;
  if (const size_t at = written.find(kRoles); at != written.npos) {
    roles = split_commas(written.substr(at + kRoles.size()));
    written = written.substr(0, at);
  }
  const bool or_usual = written.ends_with(kOrAuto);
  if (or_usual) written.remove_suffix(kOrAuto.size());
  LAUTER_TRY(set_texts(split_commas(written), roles, fields));
  fields.or_usual = or_usual;
  return set_values(values, fields);
}

void append_field_name(std::string_view key, bool every, std::string& out) {
  for (const char c : key) {
    if (every && (c == '.' || c == '[' || c == '\\')) out += '\\';
    out += c;
  }
}

}  // namespace lauter
