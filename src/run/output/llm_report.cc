#include "run/output/llm_report.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace lauter {
namespace {

/// Cost counts money in these parts.
constexpr double kPico = 1e12;

double ratio(double part, double whole) { return whole > 0 ? part / whole : 0; }

/// Four digits are enough for a figure that is derived.
double rounded(double value) { return std::round(value * 1e4) / 1e4; }

void figure_members(auto& json, auto& f) {
  json("rows", f.rows)("rows_asked", f.rows_asked)("rows_edited", f.rows_edited)("rows_held_back", f.rows_held_back);
  json("rows_kept_local", f.rows_kept_local)("source_bytes", f.source_bytes)("asked_bytes", f.asked_bytes);
  json("questions", f.questions)("repairs", f.repairs)("attacks", f.attacks)("cached", f.cached)("tries", f.tries);
  json("input_tokens", f.input_tokens)("output_tokens", f.output_tokens);
  json("proposals", f.proposals)("dropped", f.dropped)("stand_ins", f.stand_ins)("money", f.money);
  json.made("tokens_per_source_token", rounded(tokens_per_source_token(f)));
  json.made("money_per_million_source_tokens", rounded(money_per_million_source_tokens(f)));
  json("failures", f.failures)("refused", f.refused)("held_back", f.held_back);
}

using Tries = decltype(llm::EndpointStats::tries);

JsonValue named(const Tries& tries) {
  JsonValue::Object by_name;
  for (size_t i = 0; i < tries.size(); ++i) {
    if (tries[i] > 0) by_name.emplace_back(llm::name_of(static_cast<llm::Failure>(i)), tries[i]);
  }
  return by_name;
}

Tries tries_of(const JsonValue& by_name) {
  Tries tries{};
  MemberReader json(by_name);
  for (size_t i = 0; i < tries.size(); ++i) json(llm::name_of(static_cast<llm::Failure>(i)), tries[i]);
  return tries;
}

}  // namespace

namespace llm {

void json_members(auto& json, Of<EndpointStats> auto& s) {
  json("name", s.name)("in_service", s.in_service)("retries", s.retries)("misreports", s.misreports);
  json("most_in_flight", s.most_in_flight)("times_broken", s.times_broken)("requests", s.usage.requests);
  json("input_tokens", s.usage.input_tokens)("output_tokens", s.usage.output_tokens)("money", s.usage.money);
  json.as("tries", s.tries, named, tries_of);
}

}  // namespace llm

double tokens_per_source_token(const LlmFigures& figures) {
  const auto tokens = static_cast<double>(figures.input_tokens + figures.output_tokens);
  return ratio(tokens, source_tokens(figures));
}

double money_per_million_source_tokens(const LlmFigures& figures) {
  return ratio(figures.money * 1e6, source_tokens(figures));
}

void json_members(MemberWriter& json, const LlmFigures& figures) { figure_members(json, figures); }
void json_members(MemberReader& json, LlmFigures& figures) { figure_members(json, figures); }

void asked_members(MemberWriter& json, const std::vector<llm::EndpointStats>& endpoints, const llm::Cost& committed) {
  json("endpoints", endpoints);
  json.object("budget_used", [&](MemberWriter& used) {
    used("tokens", committed.tokens)("money", static_cast<double>(committed.picomoney) / kPico);
    used("requests", committed.requests);
  });
}

void asked_members(MemberReader& json, std::vector<llm::EndpointStats>& endpoints, llm::Cost& committed) {
  std::vector<llm::EndpointStats> more;
  json("endpoints", more);
  add_endpoints(more, endpoints);
  json.object("budget_used", [&](MemberReader& used) {
    llm::Cost cost;
    double money = 0;
    used("tokens", cost.tokens)("money", money)("requests", cost.requests);
    cost.picomoney = std::llround(money * kPico);
    committed += cost;
  });
}

void add_endpoints(const std::vector<llm::EndpointStats>& more, std::vector<llm::EndpointStats>& to) {
  for (const llm::EndpointStats& one : more) {
    const auto known = std::ranges::find(to, one.name, &llm::EndpointStats::name);
    if (known == to.end()) {
      to.push_back(one);
      continue;
    }
    known->usage += one.usage;
    known->retries += one.retries;
    known->misreports += one.misreports;
    known->times_broken += one.times_broken;
    known->most_in_flight = std::max(known->most_in_flight, one.most_in_flight);
    known->in_service = known->in_service && one.in_service;
    for (size_t i = 0; i < one.tries.size(); ++i) known->tries[i] += one.tries[i];
  }
}

}  // namespace lauter
