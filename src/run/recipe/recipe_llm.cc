#include "run/recipe/recipe_llm.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>

#include "json/two_way.h"

namespace lauter {

bool asks_servers(const Recipe& recipe) {
  return std::any_of(recipe.steps.begin(), recipe.steps.end(), [](const RecipeStep& step) {
    return std::holds_alternative<LlmOptions>(step.options);
  });
}

namespace internal {
namespace {

constexpr size_t kMaxEndpoints = 1000;
constexpr size_t kMaxGoals = 1000;

/// Names of an enumeration's values, in their order.
constexpr std::array<std::string_view, 2> kScopes = {"unsure", "all"};
constexpr std::array<std::string_view, 2> kWordings = {"lauter", "model"};
constexpr std::array<std::string_view, 2> kOnBudget = {"hold-back", "keep-local"};
constexpr std::array<std::string_view, 3> kStructured = {"json_schema", "json_object", "none"};
constexpr std::array<std::string_view, 3> kHttp2 = {"auto", "on", "off"};

template <typename Enum, size_t N>
void read_choice(Decoder& decoder, Section& section, std::string_view key,
                 const std::array<std::string_view, N>& names, Enum& out) {
  const YamlNode* node = section.take(key);
  if (node == nullptr) return;
  const auto at = std::find(names.begin(), names.end(), node->scalar);
  if (node->kind == YamlNode::Kind::kScalar && at != names.end()) {
    out = static_cast<Enum>(at - names.begin());
    return;
  }
  std::string list;
  for (const std::string_view name : names) list += (list.empty() ? "" : ", ") + std::string(name);
  decoder.expected(*node, key, "one of " + list);
}
template <typename Enum, size_t N>
std::string_view choice_name(const std::array<std::string_view, N>& names, Enum value) {
  return names[static_cast<size_t>(value)];
}

void read_int(Section& section, std::string_view key, uint64_t low, uint64_t high, int& out) {
  auto value = static_cast<uint64_t>(out);
  section.read_count(key, low, high, value);
  out = static_cast<int>(value);
}

/// A value of YAML as JSON: words are what they look like.
JsonValue json_of(const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::kNull:
      return {};
    case YamlNode::Kind::kSequence: {
      JsonValue list{JsonValue::Array{}};
      for (const YamlNode& item : node.items) list.push(json_of(item));
      return list;
    }
    case YamlNode::Kind::kMap: {
      JsonValue map{JsonValue::Object{}};
      for (const auto& [key, value] : node.members) map.set(key, json_of(value));
      return map;
    }
    case YamlNode::Kind::kScalar:
      break;
  }
  const std::string& word = node.scalar;
  if (word == "true" || word == "false") return word == "true";
  const bool is_number = !word.empty() && (word[0] == '-' || (word[0] >= '0' && word[0] <= '9'));
  const auto parsed = is_number ? parse_json(word) : Result<JsonValue>(JsonValue());
  return parsed.ok() && parsed->is_number() ? *parsed : JsonValue(word);
}

/// Calls `visit(key, value)` for the plain keys of an endpoint: the one list of their names.
template <typename Endpoint, typename Visit>
void for_each_key(Endpoint& e, Visit visit) {
  visit("base_url", e.base_url);
  visit("model", e.model);
  visit("api_key_env", e.api_key_env);
  visit("requests_per_minute", e.requests_per_minute);
  visit("tokens_per_minute", e.tokens_per_minute);
  visit("max_in_flight", e.max_in_flight);
  visit("connect_timeout_s", e.connect_timeout_s);
  visit("first_byte_timeout_s", e.first_byte_timeout_s);
  visit("timeout_s", e.timeout_s);
  visit("retries", e.retries);
  visit("give_up_after_s", e.give_up_after_s);
  visit("price_per_million_input", e.price_per_million_input);
  visit("price_per_million_output", e.price_per_million_output);
  visit("weight", e.weight);
  visit("reasoning_tokens", e.reasoning_tokens);
  visit("max_tokens_field", e.max_tokens_field);
  visit("max_reply_bytes", e.max_reply_bytes);
}

bool is_name(std::string_view name) {
  return !name.empty() && name.size() <= 64 &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '_' || c == '-';
         });
}

llm::Endpoint read_endpoint(Decoder& decoder, const std::string& name, const YamlNode& node) {
  llm::Endpoint endpoint;
  endpoint.name = name;
  const std::string place = "endpoints." + name;
  if (!is_name(name)) {
    decoder.fail(node, place + ": a name is letters, digits, _ and -");
  }
  Section section(decoder, &node, place);
  for_each_key(endpoint, [&](std::string_view key, auto& value) {
    if constexpr (std::is_same_v<std::decay_t<decltype(value)>, int>) {
      read_int(section, key, 0, 1'000'000'000, value);
    } else {
      section.read(key, value);
    }
  });
  read_choice(decoder, section, "structured", kStructured, endpoint.structured);
  read_choice(decoder, section, "http2", kHttp2, endpoint.http2);
  if (const YamlNode* extra = section.take("extra")) {
    if (extra->kind == YamlNode::Kind::kMap) {
      endpoint.extra = json_of(*extra).to_string();
    } else if (extra->kind != YamlNode::Kind::kNull) {
      decoder.expected(*extra, "extra", "a map");
    }
  }
  section.finish();
  if (const auto fine = llm::check_endpoint(endpoint); decoder.ok() && !fine.ok()) {
    decoder.fail(node, place + "." + fine.error().message);
  }
  return endpoint;
}

std::vector<std::string> endpoint_names(const Recipe& recipe) {
  std::vector<std::string> names;
  for (const llm::Endpoint& endpoint : recipe.endpoints) names.push_back(endpoint.name);
  return names;
}

/// Errors of a step that only the recipe as a whole shows.
void check_step(Decoder& decoder, const YamlNode& node, const Recipe& recipe,
                const LlmOptions& options) {
  const std::vector<std::string> names = endpoint_names(recipe);
  if (names.empty() && recipe.llm.replay.empty()) {
    return decoder.fail(node, "use: llm needs a section `endpoints` that names a server");
  }
  std::vector<std::string> used = options.endpoints;
  if (!options.attacker.empty()) used.push_back(options.attacker);
  for (const std::string& name : used) {
    if (names.empty() || std::find(names.begin(), names.end(), name) != names.end()) continue;
    decoder.fail(node, "unknown endpoint \"" + name + "\"" + suggestion(name, names));
  }
}

JsonValue endpoint_value(const llm::Endpoint& endpoint) {
  JsonValue value;
  for_each_key(endpoint, [&value](std::string_view key, const auto& v) { value.set(key, v); });
  value.set("structured", choice_name(kStructured, endpoint.structured))
      .set("http2", choice_name(kHttp2, endpoint.http2));
  const auto extra = parse_json(endpoint.extra.empty() ? "{}" : endpoint.extra);
  return std::move(value.set("extra", extra.ok() ? *extra : JsonValue(JsonValue::Object{})));
}

}  // namespace

double shortest(float value) {
  char buffer[32];
  const auto written = std::to_chars(std::begin(buffer), std::end(buffer), value);
  double result = 0;
  std::from_chars(std::begin(buffer), written.ptr, result);
  return result;
}

void read_llm_step(Decoder& decoder, Section& section, const YamlNode& node, LlmOptions& options) {
  llm::Ask& ask = options.ask;
  if (const YamlNode* task = section.take("task")) {
    const auto known = llm::task_from_name(task->scalar);
    if (known && *known != llm::Task::kAttack) {
      ask.task = *known;
    } else {
      decoder.fail(*task, "task: unknown task \"" + task->scalar + "\"" +
                              suggestion(task->scalar, {"anonymize", "anonymize-code", "detoxify",
                                                        "clean", "custom"}));
    }
  }
  if (const YamlNode* mode = section.take("ask")) {
    const auto known = llm::mode_from_name(mode->scalar);
    if (known) {
      ask.mode = *known;
    } else {
      decoder.expected(*mode, "ask", "edits or rewrite");
    }
  }
  // Nothing but the model knows what a criterion in words means.
  if (ask.task == llm::Task::kCustom) options.scope = LlmScope::kAll;
  read_choice(decoder, section, "scope", kScopes, options.scope);
  if (ask.task == llm::Task::kClean) options.least_risk = kLeastRiskOfJunk;
  section.read("least_risk", options.least_risk);
  section.read("criterion", ask.criterion);
  section.read("allow", ask.allow);
  section.read("protect", ask.protect);
  section.read("preserve", ask.preserve);
  section.read("latent", ask.latent);
  read_int(section, "shots", 0, 8, ask.shots);
  read_int(section, "candidates", 1, 16, ask.candidates);
  section.read("endpoints", options.endpoints);
  section.read("attacker", options.attacker);
  read_int(section, "rounds", 0, 10, options.rounds);
  read_choice(decoder, section, "wording", kWordings, options.wording);
  read_choice(decoder, section, "on_budget", kOnBudget, options.on_budget);
  section.read_count("context_bytes", 0, 1 << 16, options.context_bytes);
  section.read_count("max_window_bytes", 256, 1 << 20, options.max_window_bytes);
  section.read_count("max_request_bytes", 256, 1 << 20, options.max_request_bytes);
  section.read("model", options.model);
  if (ask.allow.size() + ask.protect.size() + ask.preserve.size() > kMaxGoals) {
    decoder.fail(node, "allow, protect, preserve: too many");
  }
  if (ask.task == llm::Task::kCustom && options.scope == LlmScope::kUnsure) {
    decoder.fail(node, "scope: a custom task asks about all: what is unsure only the model knows");
  }
  ask.model_wording = options.wording == LlmWording::kModel;
  if (const std::string why = llm::objection(ask); decoder.ok() && !why.empty()) {
    decoder.fail(node, "use: llm: " + why);
  }
}

void read_llm_sections(Decoder& decoder, Section& root, const YamlNode& node, Recipe& recipe) {
  if (const YamlNode* endpoints = root.take("endpoints")) {
    const bool is_map = endpoints->kind == YamlNode::Kind::kMap;
    if (!is_map && endpoints->kind != YamlNode::Kind::kNull) {
      decoder.expected(*endpoints, "endpoints", "a map from names to servers");
    }
    if (endpoints->members.size() > kMaxEndpoints) decoder.fail(*endpoints, "endpoints: too many");
    for (const auto& [name, value] : endpoints->members) {
      recipe.endpoints.push_back(read_endpoint(decoder, name, value));
    }
  }
  Section budget(decoder, root.take("budget"), "budget");
  budget.read("tokens", recipe.budget.tokens);
  budget.read("money", recipe.budget.money);
  budget.read("requests", recipe.budget.requests);
  budget.finish();
  if (recipe.budget.tokens < 0 || recipe.budget.money < 0 || recipe.budget.requests < 0) {
    decoder.fail(node, "budget: a limit is negative (0: none)");
  }
  Section files(decoder, root.take("llm"), "llm");
  files.read("cache", recipe.llm.cache);
  files.read("record", recipe.llm.record);
  files.read("replay", recipe.llm.replay);
  files.read("batch", recipe.llm.batch);
  files.read("batch_answers", recipe.llm.batch_answers);
  files.finish();

  const YamlNode* steps = node.find("steps");
  for (size_t i = 0; decoder.ok() && i < recipe.steps.size(); ++i) {
    if (const auto* options = std::get_if<LlmOptions>(&recipe.steps[i].options)) {
      check_step(decoder, steps->items[i], recipe, *options);
    }
  }
}

JsonValue llm_step_value(const LlmOptions& options) {
  const llm::Ask& ask = options.ask;
  JsonValue value;
  value.set("task", llm::task_name(ask.task))
      .set("ask", llm::mode_name(ask.mode))
      .set("scope", choice_name(kScopes, options.scope))
      .set("criterion", ask.criterion)
      .set("allow", to_json(ask.allow))
      .set("protect", to_json(ask.protect))
      .set("preserve", to_json(ask.preserve))
      .set("latent", ask.latent)
      .set("shots", ask.shots)
      .set("candidates", ask.candidates)
      .set("endpoints", to_json(options.endpoints))
      .set("attacker", options.attacker)
      .set("rounds", options.rounds)
      .set("wording", choice_name(kWordings, options.wording))
      .set("on_budget", choice_name(kOnBudget, options.on_budget))
      .set("least_risk", shortest(options.least_risk))
      .set("context_bytes", options.context_bytes)
      .set("max_window_bytes", options.max_window_bytes)
      .set("max_request_bytes", options.max_request_bytes)
      .set("model", options.model);
  return value;
}

void add_llm_sections(const Recipe& recipe, JsonValue& value) {
  if (recipe.endpoints.empty() && !asks_servers(recipe)) return;
  JsonValue endpoints{JsonValue::Object{}};
  for (const llm::Endpoint& endpoint : recipe.endpoints) {
    endpoints.set(endpoint.name, endpoint_value(endpoint));
  }
  value.set("endpoints", std::move(endpoints))
      .set("budget", JsonValue()
                         .set("tokens", recipe.budget.tokens)
                         .set("money", recipe.budget.money)
                         .set("requests", recipe.budget.requests))
      .set("llm", JsonValue()
                      .set("cache", recipe.llm.cache)
                      .set("record", recipe.llm.record)
                      .set("replay", recipe.llm.replay)
                      .set("batch", recipe.llm.batch)
                      .set("batch_answers", recipe.llm.batch_answers));
}

}  // namespace internal
}  // namespace lauter
