#include "run/output/llm_report.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace lauter {
namespace {

/// Cost counts money in these parts.
constexpr double kPico = 1e12;

/// Calls `visit(name, number)` for every plain figure: the one list of their names.
template <typename Figures, typename Visit>
void for_each_figure(Figures& f, Visit visit) {
  visit("rows", f.rows);
  visit("rows_asked", f.rows_asked);
  visit("rows_edited", f.rows_edited);
  visit("rows_held_back", f.rows_held_back);
  visit("rows_kept_local", f.rows_kept_local);
  visit("source_bytes", f.source_bytes);
  visit("asked_bytes", f.asked_bytes);
  visit("questions", f.questions);
  visit("repairs", f.repairs);
  visit("attacks", f.attacks);
  visit("cached", f.cached);
  visit("tries", f.tries);
  visit("input_tokens", f.input_tokens);
  visit("output_tokens", f.output_tokens);
  visit("proposals", f.proposals);
  visit("dropped", f.dropped);
  visit("stand_ins", f.stand_ins);
}

/// The same for what is counted by name.
template <typename Figures, typename Visit>
void for_each_count(Figures& f, Visit visit) {
  visit("failures", f.failures);
  visit("refused", f.refused);
  visit("held_back", f.held_back);
}

template <typename Stats, typename Visit>
void for_each_figure_of_endpoint(Stats& s, Visit visit) {
  visit("retries", s.retries);
  visit("misreports", s.misreports);
  visit("most_in_flight", s.most_in_flight);
  visit("times_broken", s.times_broken);
  visit("requests", s.usage.requests);
  visit("input_tokens", s.usage.input_tokens);
  visit("output_tokens", s.usage.output_tokens);
}

double ratio(double part, double whole) { return whole > 0 ? part / whole : 0; }

/// Four digits are enough for a figure that is derived.
double rounded(double value) { return std::round(value * 1e4) / 1e4; }

JsonValue endpoint_to_json(const llm::EndpointStats& stats) {
  JsonValue value;
  value.set("name", stats.name).set("in_service", stats.in_service);
  for_each_figure_of_endpoint(
      stats, [&value](std::string_view name, int64_t n) { value.set(name, n); });
  JsonValue tries{JsonValue::Object{}};
  for (size_t i = 0; i < stats.tries.size(); ++i) {
    if (stats.tries[i] > 0) tries.set(llm::name_of(static_cast<llm::Failure>(i)), stats.tries[i]);
  }
  return std::move(value.set("money", stats.usage.money).set("tries", std::move(tries)));
}

llm::EndpointStats endpoint_from_json(const JsonValue& value) {
  llm::EndpointStats stats;
  if (const JsonValue* name = value.find("name")) stats.name = std::string(name->string_or(""));
  if (const JsonValue* good = value.find("in_service")) stats.in_service = good->bool_or(true);
  for_each_figure_of_endpoint(stats, [&value](std::string_view name, int64_t& n) {
    if (const JsonValue* number = value.find(name)) n = number->int_or(0);
  });
  if (const JsonValue* money = value.find("money")) stats.usage.money = money->number_or(0);
  const JsonValue* tries = value.find("tries");
  for (size_t i = 0; tries != nullptr && i < stats.tries.size(); ++i) {
    const JsonValue* count = tries->find(llm::name_of(static_cast<llm::Failure>(i)));
    if (count != nullptr) stats.tries[i] = count->int_or(0);
  }
  return stats;
}

void add(const llm::EndpointStats& more, llm::EndpointStats& to) {
  const int64_t most = std::max(to.most_in_flight, more.most_in_flight);
  std::vector<int64_t> figures;
  for_each_figure_of_endpoint(more, [&](std::string_view, int64_t n) { figures.push_back(n); });
  auto figure = figures.begin();
  for_each_figure_of_endpoint(to, [&](std::string_view, int64_t& n) { n += *figure++; });
  to.most_in_flight = most;
  to.usage.money += more.usage.money;
  to.in_service = to.in_service && more.in_service;
  for (size_t i = 0; i < to.tries.size(); ++i) to.tries[i] += more.tries[i];
}

}  // namespace

double tokens_per_source_token(const LlmFigures& figures) {
  const auto tokens = static_cast<double>(figures.input_tokens + figures.output_tokens);
  return ratio(tokens, source_tokens(figures));
}

double money_per_million_source_tokens(const LlmFigures& figures) {
  return ratio(figures.money * 1e6, source_tokens(figures));
}

JsonValue llm_figures_to_json(const LlmFigures& figures) {
  JsonValue value;
  for_each_figure(figures, [&value](std::string_view name, uint64_t n) { value.set(name, n); });
  value.set("money", figures.money)
      .set("tokens_per_source_token", rounded(tokens_per_source_token(figures)))
      .set("money_per_million_source_tokens", rounded(money_per_million_source_tokens(figures)));
  for_each_count(figures, [&value](std::string_view name, const auto& counts) {
    JsonValue by_name{JsonValue::Object{}};
    for (const auto& [key, count] : counts) by_name.set(key, count);
    value.set(name, std::move(by_name));
  });
  return value;
}

LlmFigures llm_figures_from_json(const JsonValue& value) {
  LlmFigures figures;
  for_each_figure(figures, [&value](std::string_view name, uint64_t& n) {
    const JsonValue* number = value.find(name);
    if (number != nullptr && number->int_or(0) > 0) n = static_cast<uint64_t>(number->int_or(0));
  });
  if (const JsonValue* money = value.find("money")) figures.money = money->number_or(0);
  for_each_count(figures, [&value](std::string_view name, auto& counts) {
    const JsonValue* by_name = value.find(name);
    if (by_name == nullptr || !by_name->is_object()) return;
    for (const auto& [key, count] : *by_name->if_object()) {
      counts[key] = static_cast<uint64_t>(count.int_or(0));
    }
  });
  return figures;
}

void asked_to_json(const std::vector<llm::EndpointStats>& endpoints, const llm::Cost& committed,
                   JsonValue& value) {
  JsonValue::Array items;
  for (const llm::EndpointStats& endpoint : endpoints) items.push_back(endpoint_to_json(endpoint));
  value.set("endpoints", std::move(items))
      .set("budget_used", JsonValue()
                              .set("tokens", committed.tokens)
                              .set("money", static_cast<double>(committed.picomoney) / kPico)
                              .set("requests", committed.requests));
}

void asked_from_json(const JsonValue& value, std::vector<llm::EndpointStats>& endpoints,
                     llm::Cost& committed) {
  const JsonValue* items = value.find("endpoints");
  if (items == nullptr || !items->is_array()) return;
  for (const JsonValue& item : *items->if_array()) {
    llm::EndpointStats stats = endpoint_from_json(item);
    const auto known = std::ranges::find(endpoints, stats.name, &llm::EndpointStats::name);
    if (known == endpoints.end()) {
      endpoints.push_back(std::move(stats));
    } else {
      add(stats, *known);
    }
  }
  const JsonValue* used = value.find("budget_used");
  if (used == nullptr) return;
  const auto number = [used](std::string_view name) {
    const JsonValue* member = used->find(name);
    return member == nullptr ? 0.0 : member->number_or(0);
  };
  committed += {.tokens = std::llround(number("tokens")),
                .picomoney = std::llround(number("money") * kPico),
                .requests = std::llround(number("requests"))};
}

}  // namespace lauter
