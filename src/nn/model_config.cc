#include "nn/model_config.h"

#include <algorithm>
#include <numeric>

#include "json/value.h"

namespace lauter {
namespace {

constexpr int64_t kFormat = 1;
constexpr const char* kAttentionKind = "attention";

/// Member `key` of `object`, an integer of [low, high].
Result<uint32_t> read_number(const JsonValue& object, const char* key, uint32_t low,
                             uint32_t high) {
  const JsonValue* value = object.find(key);
  const int64_t number = value == nullptr ? -1 : value->int_or(-1);
  if (number < low || number > high) {
    return data_loss(std::string(key) + " is no number of " + std::to_string(low) + " to " +
                     std::to_string(high));
  }
  return static_cast<uint32_t>(number);
}

Result<std::string> read_text(const JsonValue& object, const char* key) {
  const JsonValue* value = object.find(key);
  if (value == nullptr || !value->is_string() || value->if_string()->empty()) {
    return data_loss(std::string(key) + " is no text");
  }
  return *value->if_string();
}

Result<const JsonValue::Array*> read_array(const JsonValue& object, const char* key,
                                           size_t max_size) {
  const JsonValue* value = object.find(key);
  const JsonValue::Array* array = value == nullptr ? nullptr : value->if_array();
  if (array == nullptr || array->size() > max_size) {
    return data_loss(std::string(key) + " is no array of " + std::to_string(max_size) +
                     " values at most");
  }
  return array;
}

Result<uint32_t> read_width(const JsonValue& object, const char* key = "width", uint32_t low = 8,
                            uint32_t high = kMaxWidth) {
  LAUTER_ASSIGN(const uint32_t width, read_number(object, key, low, high));
  if (width % 8 != 0) return data_loss(std::string(key) + " is no multiple of 8");
  return width;
}

Result<std::vector<uint32_t>> read_dilations(const JsonValue& object, const char* key = "layers") {
  LAUTER_ASSIGN(const JsonValue::Array* layers, read_array(object, key, kMaxLayers));
  std::vector<uint32_t> dilations;
  for (const JsonValue& layer : *layers) {
    LAUTER_ASSIGN(const uint32_t dilation, read_number(layer, "dilation", 1, kMaxDilation));
    dilations.push_back(dilation);
  }
  return dilations;
}

Result<HeadKind> read_kind(const JsonValue& head) {
  LAUTER_ASSIGN(const std::string kind, read_text(head, "kind"));
  if (kind == "token") return HeadKind::kToken;
  if (kind == "document") return HeadKind::kDocument;
  if (kind == "line") return HeadKind::kLine;
  if (kind == "context") return HeadKind::kContext;
  return data_loss("kind is not token, document, line or context");
}

Result<HeadConfig> read_head(const JsonValue& value) {
  HeadConfig head;
  LAUTER_ASSIGN(head.name, read_text(value, "name"));
  LAUTER_ASSIGN(head.kind, read_kind(value));
  LAUTER_ASSIGN(const JsonValue::Array* labels, read_array(value, "labels", kMaxLabels));
  for (const JsonValue& label : *labels) head.labels.emplace_back(label.string_or(""));
  std::vector<std::string> sorted = head.labels;
  std::sort(sorted.begin(), sorted.end());
  if (sorted.empty() || sorted.front().empty() ||
      std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end()) {
    return data_loss("labels are missing, empty or not distinct");
  }
  if (head.kind == HeadKind::kLine) {
    LAUTER_ASSIGN(head.width, read_width(value));
    LAUTER_ASSIGN(head.features, read_number(value, "features", 0, kMaxWidth));
    LAUTER_ASSIGN(head.dilations, read_dilations(value));
  } else if (head.kind == HeadKind::kContext) {
    LAUTER_ASSIGN(head.segment, read_number(value, "segment", 1, kMaxSegment));
    LAUTER_ASSIGN(head.hints, read_number(value, "hints", 1, kMaxHints));
    LAUTER_ASSIGN(head.segment_dilations, read_dilations(value, "segment_layers"));
    LAUTER_ASSIGN(head.dilations, read_dilations(value));
    if (value.find("prior") != nullptr) {
      LAUTER_ASSIGN(const JsonValue::Array* prior, read_array(value, "prior", kMaxPrior));
      for (const JsonValue& weight : *prior) head.prior.push_back(static_cast<float>(weight.number_or(0)));
    }
    if (const JsonValue* gate = value.find("gate")) {
      if (!gate->is_object()) return data_loss("gate is no object, so of an older version: fit it again, train/judge/gate.py");
      LAUTER_ASSIGN(head.gate.tokens, read_width(*gate, "tokens"));
      LAUTER_ASSIGN(head.gate.inner, read_number(*gate, "inner", 1, kMaxWidth));
      LAUTER_ASSIGN(head.gate.dilations, read_dilations(*gate));
    }
  }
  return head;
}

std::optional<size_t> find_named(const std::vector<HeadConfig>& heads, std::string_view head) {
  for (size_t i = 0; i < heads.size(); ++i) {
    if (heads[i].name == head) return i;
  }
  return std::nullopt;
}

Result<std::vector<HeadConfig>> read_heads(const JsonValue& value) {
  LAUTER_ASSIGN(const JsonValue::Array* items, read_array(value, "heads", kMaxHeads));
  std::vector<HeadConfig> heads;
  for (const JsonValue& item : *items) {
    auto head = read_head(item);
    if (!head) return std::move(head.error()).context("head " + std::to_string(heads.size()));
    if (find_named(heads, head->name)) return data_loss("two heads of name " + head->name);
    heads.push_back(std::move(*head));
  }
  return heads;
}

Result<JsonValue> read_format(std::string_view json) {
  LAUTER_ASSIGN(JsonValue value, parse_json(json));
  LAUTER_ASSIGN(const uint32_t format, read_number(value, "format", 0, UINT32_MAX));
  if (format != kFormat) {
    return data_loss("format " + std::to_string(format) + ", this build reads format 1");
  }
  return value;
}

JsonValue layers_json(const std::vector<uint32_t>& dilations) {
  JsonValue layers = JsonValue::Array();
  for (const uint32_t dilation : dilations) layers.push(JsonValue().set("dilation", dilation));
  return layers;
}

const char* kind_name(HeadKind kind) {
  switch (kind) {
    case HeadKind::kToken:
      return "token";
    case HeadKind::kDocument:
      return "document";
    case HeadKind::kLine:
      return "line";
    case HeadKind::kContext:
      break;
  }
  return "context";
}

JsonValue heads_json(const std::vector<HeadConfig>& heads) {
  JsonValue list = JsonValue::Array();
  for (const HeadConfig& head : heads) {
    JsonValue labels = JsonValue::Array();
    for (const std::string& label : head.labels) labels.push(label);
    JsonValue item;
    item.set("name", head.name).set("kind", kind_name(head.kind)).set("labels", std::move(labels));
    if (head.kind == HeadKind::kLine) {
      item.set("width", head.width).set("features", head.features);
      item.set("layers", layers_json(head.dilations));
    } else if (head.kind == HeadKind::kContext) {
      item.set("segment", head.segment).set("hints", head.hints);
      item.set("segment_layers", layers_json(head.segment_dilations));
      item.set("layers", layers_json(head.dilations));
      JsonValue prior = JsonValue::Array();
      for (const float weight : head.prior) prior.push(static_cast<double>(weight));
      if (!head.prior.empty()) item.set("prior", std::move(prior));
      if (head.gate.tokens != 0) {
        JsonValue gate;
        gate.set("tokens", head.gate.tokens).set("inner", head.gate.inner).set("layers", layers_json(head.gate.dilations));
        item.set("gate", std::move(gate));
      }
    }
    list.push(std::move(item));
  }
  return list;
}

}  // namespace

size_t HeadConfig::reach() const {
  // A token at the edge of its segment sees that segment, whole, and those around it; what stands for one of these that
  // is closed has seen those around that.
  const size_t of_gate = std::accumulate(gate.dilations.begin(), gate.dilations.end(), size_t{1});
  const size_t segments = std::accumulate(segment_dilations.begin(), segment_dilations.end(), of_gate);
  return std::accumulate(dilations.begin(), dilations.end(), segments * segment);
}

size_t ModelConfig::reach() const {
  return std::accumulate(dilations.begin(), dilations.end(), size_t{0});
}

std::optional<size_t> ModelConfig::find_head(std::string_view head) const {
  return find_named(heads, head);
}

std::optional<size_t> AttentionConfig::find_head(std::string_view head) const {
  return find_named(heads, head);
}

std::string ModelConfig::to_json() const {
  JsonValue json;
  json.set("format", kFormat).set("name", name).set("version", version).set("width", width);
  if (words != 0) json.set("words", words);
  json.set("rows", rows).set("ids", ids).set("shapes", shapes).set("gaps", gaps);
  json.set("features", features).set("layers", layers_json(dilations));
  json.set("heads", heads_json(heads));
  return json.to_string();
}

std::string AttentionConfig::to_json() const {
  JsonValue json;
  json.set("format", kFormat).set("kind", kAttentionKind).set("name", name).set("version", version);
  json.set("width", width).set("attention_heads", attention_heads).set("ffn", ffn);
  json.set("rank", rank).set("pieces", pieces).set("positions", positions).set("shapes", shapes);
  if (hints != 0) json.set("hints", hints);
  json.set("layers", layers).set("heads", heads_json(heads));
  return json.to_string();
}

Result<ModelConfig> parse_model_config(std::string_view json) {
  LAUTER_ASSIGN(const JsonValue value, read_format(json));
  ModelConfig config;
  LAUTER_ASSIGN(config.name, read_text(value, "name"));
  LAUTER_ASSIGN(config.version, read_text(value, "version"));
  LAUTER_ASSIGN(config.width, read_width(value));
  const bool has_words = value.find("words") != nullptr;
  if (has_words) {
    LAUTER_ASSIGN(config.words, read_number(value, "words", 1, kMaxWords));
  }
  LAUTER_ASSIGN(config.rows, read_number(value, "rows", 3, has_words ? kMaxRowsWithWords : kMaxRows));
  LAUTER_ASSIGN(config.ids, read_number(value, "ids", has_words ? 2 : 1, 64));
  LAUTER_ASSIGN(config.shapes, read_number(value, "shapes", 1, 256));
  LAUTER_ASSIGN(config.gaps, read_number(value, "gaps", 1, 256));
  LAUTER_ASSIGN(config.features, read_number(value, "features", 0, UINT32_MAX));
  LAUTER_ASSIGN(config.dilations, read_dilations(value));
  LAUTER_ASSIGN(config.heads, read_heads(value));
  return config;
}

Result<AttentionConfig> parse_attention_config(std::string_view json) {
  LAUTER_ASSIGN(const JsonValue value, read_format(json));
  AttentionConfig config;
  LAUTER_ASSIGN(const std::string kind, read_text(value, "kind"));
  if (kind != kAttentionKind) return data_loss("kind is not attention");
  LAUTER_ASSIGN(config.name, read_text(value, "name"));
  LAUTER_ASSIGN(config.version, read_text(value, "version"));
  LAUTER_ASSIGN(config.width, read_width(value));
  LAUTER_ASSIGN(config.attention_heads, read_number(value, "attention_heads", 1, kMaxWidth));
  if (config.width % config.attention_heads != 0) {
    return data_loss("attention_heads is no divisor of width");
  }
  LAUTER_ASSIGN(config.ffn, read_width(value, "ffn", 8, kMaxInner));
  LAUTER_ASSIGN(config.rank, read_width(value, "rank", 0));
  LAUTER_ASSIGN(config.pieces, read_number(value, "pieces", 1, kMaxRows));
  LAUTER_ASSIGN(config.positions, read_number(value, "positions", 1, kMaxPositions));
  LAUTER_ASSIGN(config.shapes, read_number(value, "shapes", 1, 256));
  if (value.find("hints") != nullptr) {
    LAUTER_ASSIGN(config.hints, read_number(value, "hints", 1, kMaxHints));
  }
  LAUTER_ASSIGN(config.layers, read_number(value, "layers", 1, kMaxLayers));
  LAUTER_ASSIGN(config.heads, read_heads(value));
  return config;
}

}  // namespace lauter
