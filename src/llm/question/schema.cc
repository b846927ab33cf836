#include "llm/question/schema.h"

#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "json/writer.h"
#include "llm/question/locate.h"

namespace lauter::llm::internal {
namespace {

/// A member and the schema of its value.
struct Member {
  std::string_view name;
  std::string schema;
};

constexpr const char* kString = R"({"type":"string"})";
constexpr const char* kLine = R"({"type":"integer"})";
constexpr std::array<std::string_view, 2> kVerdictNames = {"keep", "drop"};
constexpr std::string_view kReclassified = "reclassify";

std::string object_of(const std::vector<Member>& members) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("type", "object").key("properties").begin_object();
  for (const Member& member : members) json.key(member.name).raw(member.schema);
  json.end_object().key("required").begin_array();
  for (const Member& member : members) json.string(member.name);
  json.end_array().member_bool("additionalProperties", false).end_object();
  return out;
}

std::string enum_of(std::span<const std::string_view> words) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("type", "string").key("enum").begin_array();
  for (const std::string_view word : words) json.string(word);
  json.end_array().end_object();
  return out;
}

/// The schema would hold a long list once for each form of an edit, and servers charge for schemas:
/// there the prompt's own list is enough.
std::string name_of_label(const Ask& ask) {
  constexpr size_t kMaxListed = 32;
  if (ask.labels.size() > kMaxListed) return kString;
  std::vector<std::string_view> names;
  for (const Label& label : ask.labels) names.push_back(label.name);
  if (ask.latent) names.push_back(kLatentLabel);
  return enum_of(names);
}

std::string list_of(const std::vector<std::string>& forms) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("type", "array").key("items");
  if (forms.size() == 1) {
    json.raw(forms.front());
  } else {
    json.begin_object().key("anyOf").begin_array();
    for (const std::string& form : forms) json.raw(form);
    json.end_array().end_object();
  }
  json.end_object();
  return out;
}

std::string edits_of(const Ask& ask) {
  constexpr std::array<std::string_view, kActs - 1> kActNames = {"keep", "delete", "replace", "rewrite", "drop"};
  const bool has_labels = ask.labels.size() > 1 || ask.latent;
  std::vector<Member> edit = {{"quote", kString}};
  if (has_labels) edit.push_back({"category", name_of_label(ask)});
  if (ask.mode == Mode::kRewrite) return list_of({object_of(edit)});
  if (ask.task == Task::kDetoxify) edit.push_back({"act", enum_of(kActNames)});
  if (asks_for_wording(ask)) edit.push_back({"replacement", kString});
  if (is_anchored(ask)) {
    edit.insert(edit.begin(), {"line", kLine});
    if (ask.task != Task::kClean) return list_of({object_of(edit)});
    std::vector<Member> lines = {{"line", kLine}, {"to", kLine}};
    if (has_labels) lines.push_back({"category", name_of_label(ask)});
    return list_of({object_of(lines), object_of(edit)});
  }
  const auto with = [&edit](const std::vector<Member>& more) {
    std::vector<Member> members = edit;
    members.insert(members.end(), more.begin(), more.end());
    return object_of(members);
  };
  std::vector<std::string> forms = {object_of(edit), with({{"before", kString}, {"after", kString}})};
  if (ask.latent && !asks_for_wording(ask)) forms.push_back(with({{"replacement", kString}}));
  return list_of(forms);
}

std::string verdicts_of(const Ask& ask) {
  const std::vector<Member> verdict = {{"id", kLine}, {"verdict", enum_of(kVerdictNames)}};
  std::vector<Member> other = {{"id", kLine}, {"verdict", enum_of({&kReclassified, 1})}, {"category", name_of_label(ask)}};
  std::vector<std::string> forms = {object_of(verdict), object_of(other)};
  if (ask.latent) forms.push_back(object_of({{"id", kLine}, {"verdict", enum_of(kVerdictNames)}, {"replacement", kString}}));
  return list_of(forms);
}

}  // namespace

bool asks_for_wording(const Ask& ask) {
  return ask.mode == Mode::kEdits && (ask.task == Task::kDetoxify || ask.model_wording);
}

bool shows_found(const Ask& ask) {
  return ask.mode == Mode::kEdits && (ask.task == Task::kAnonymize || ask.task == Task::kAnonymizeCode);
}

std::string schema_of(const Ask& ask) {
  std::vector<Member> members = {{"token", kString}, {"reason", kString}};
  if (ask.mode == Mode::kEdits) {
    if (shows_found(ask)) members.push_back({"found", verdicts_of(ask)});
    members.push_back({"edits", edits_of(ask)});
  } else {
    if (ask.task != Task::kDetoxify) members.push_back({"changes", edits_of(ask)});
    members.push_back({"text", kString});
  }
  return object_of(members);
}

}  // namespace lauter::llm::internal
