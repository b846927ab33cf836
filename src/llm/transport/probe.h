/// Whether an endpoint is there, for `lauter doctor`.
#pragma once

#include "base/result.h"
#include "llm/transport/endpoint.h"

namespace lauter::llm {

/// GET base_url/models, which costs nothing: the HTTP status (200: there, and the key is right;
/// 401: it is not; 404: there, but it lists no models). Blocks up to 5 s. Errors: kUnavailable with
/// the reason if nothing answers.
Result<int> probe(const Endpoint& endpoint);

}  // namespace lauter::llm
