/// The chat-completions dialect that all OpenAI-compatible servers speak: the body of a request,
/// and what a reply says.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "llm/asker.h"
#include "llm/transport/endpoint.h"
#include "llm/transport/transport.h"

namespace lauter::llm {

/// The JSON body for one endpoint, `extra` merged in. Equal requests give equal bytes, whatever
/// their `value`, so that the body is the key of the cache: the model is part of it and the
/// server's address is not, since replicas and moved servers answer alike. `candidate` shows as
/// another seed.
std::string chat_body(const Request& request, const Endpoint& endpoint);

/// base_url + /chat/completions.
std::string chat_url(const Endpoint& endpoint);

/// What a reply says.
struct Completion {
  Failure failure = Failure::kMalformed;
  std::string content;
  std::string why;             ///< never text of the reply, which may quote the document
  int64_t input_tokens = -1;   ///< -1: the server does not say
  int64_t output_tokens = -1;  ///< reasoning included
};

/// Judges status and body. `schema`: that of the request, empty for free text. Linear in the body.
Completion read_completion(int status, std::string_view body, std::string_view schema);

/// The same of an exchange, whichever way it ended.
Completion read_exchange(const HttpReply& reply, std::string_view schema);

}  // namespace lauter::llm
