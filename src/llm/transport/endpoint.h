/// What is known about a server, and what may be spent: plain values, decoded from the recipe.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace lauter::llm {

/// How a server is asked to keep to a JSON schema.
enum class Structured : uint8_t {
  kJsonSchema,  ///< response_format json_schema (OpenAI, vLLM, SGLang, llama-server, Ollama)
  kJsonObject,  ///< response_format json_object; the schema is only in the prompt
  kNone,        ///< nothing is sent
};

/// Which HTTP versions are spoken.
enum class Http2 : uint8_t {
  kAuto,  ///< with TLS what ALPN agrees on, without TLS 1.1
  kOn,    ///< HTTP/2 also without TLS; with a libcurl below 8 the same as kAuto, as it fails there
  kOff,   ///< 1.1 only
};

/// One entry of `endpoints:`; the comments are the recipe's keys and their help.
struct Endpoint {
  std::string name;
  std::string base_url;     ///< base_url: up to and with `/v1`; http or https
  std::string model;        ///< model: name that the server knows it by
  std::string api_key_env;  ///< api_key_env: environment variable that holds the key; empty: none
  std::string api_key;      ///< not a key of the recipe: the caller reads it. Never printed or kept

  int64_t requests_per_minute = 0;  ///< requests_per_minute: cap in any 60 s; 0: none
  int64_t tokens_per_minute = 0;    ///< tokens_per_minute: in + out, cap in any 60 s; 0: none
  int max_in_flight = 64;           ///< max_in_flight: requests under way at once

  double connect_timeout_s = 10;     ///< connect_timeout_s
  double first_byte_timeout_s = 60;  ///< first_byte_timeout_s: from sending to the reply's head
  double timeout_s = 120;            ///< timeout_s: the whole exchange
  int retries = 6;                   ///< retries: further tries after faults of the server
  double give_up_after_s = 900;      ///< give_up_after_s: of a request, waiting for limits included

  double price_per_million_input = 0;   ///< price_per_million_input: any currency
  double price_per_million_output = 0;  ///< price_per_million_output

  double weight = 1;  ///< weight: share of the requests among endpoints that may answer
  Structured structured = Structured::kJsonSchema;  ///< structured: json_schema|json_object|none
  int reasoning_tokens = 0;  ///< reasoning_tokens: added to the cap for models that think first
  /// max_tokens_field: name of the cap in the body; OpenAI's reasoning models want
  /// max_completion_tokens
  std::string max_tokens_field = "max_tokens";
  std::string extra;           ///< extra: JSON object merged into the body; null drops a member
  Http2 http2 = Http2::kAuto;  ///< http2: auto|on|off
  std::string ca_file;  ///< ca_file: PEM file of the authorities to trust; empty: the system's
  int64_t max_reply_bytes = 4 << 20;  ///< max_reply_bytes: after decompression
};

/// Errors: kInvalidArgument that names the key: an URL that is not http(s), an empty model, a
/// number out of its range, `extra` that is not a JSON object or sets `stream`, `n`, `messages`.
Result<void> check_endpoint(const Endpoint& endpoint);

/// `budget:`; 0 or less: no limit.
struct BudgetLimits {
  int64_t tokens = 0;    ///< tokens: in + out
  double money = 0;      ///< money: by the endpoints' prices
  int64_t requests = 0;  ///< requests: tries included
};

}  // namespace lauter::llm
