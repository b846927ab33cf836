#include "llm/question/schema.h"

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

std::string one_of(const std::vector<Label>& labels) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("type", "string").key("enum").begin_array();
  for (const Label& label : labels) json.string(label.name);
  json.end_array().end_object();
  return out;
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
  const std::vector<Label>& labels = ask.labels;
  std::vector<Member> edit = {{"quote", kString}};
  if (labels.size() > 1 || ask.latent) edit.push_back({"category", one_of(labels)});
  if (ask.mode == Mode::kRewrite) return list_of({object_of(edit)});
  if (asks_for_wording(ask)) edit.push_back({"replacement", kString});
  if (is_anchored(ask)) {
    edit.insert(edit.begin(), {"line", kLine});
    if (ask.task != Task::kClean) return list_of({object_of(edit)});
    std::vector<Member> lines = {{"line", kLine}, {"to", kLine}};
    if (labels.size() > 1) lines.push_back({"category", one_of(labels)});
    return list_of({object_of(lines), object_of(edit)});
  }
  const auto with_context = [](std::vector<Member> members) {
    members.insert(members.end(), {{"before", kString}, {"after", kString}});
    return object_of(members);
  };
  std::vector<std::string> forms = {object_of(edit), with_context(edit)};
  if (ask.latent) {
    forms.push_back(object_of({{"quote", kString},
                               {"category", one_of({{std::string(kLatentLabel), "", false}})},
                               {"replacement", kString}}));
  }
  return list_of(forms);
}

}  // namespace

bool asks_for_wording(const Ask& ask) {
  return ask.mode == Mode::kEdits && (ask.task == Task::kDetoxify || ask.model_wording);
}

std::string schema_of(const Ask& ask) {
  std::vector<Member> members = {{"token", kString}};
  if (ask.mode == Mode::kEdits) {
    members.push_back({"edits", edits_of(ask)});
  } else {
    if (ask.task != Task::kDetoxify) members.push_back({"changes", edits_of(ask)});
    members.push_back({"text", kString});
  }
  return object_of(members);
}

}  // namespace lauter::llm::internal
