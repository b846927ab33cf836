/// HTTP/1.1 and HTTP/2 by libcurl: connections are kept and reused, TLS is checked against the
/// system's authorities, proxies are those of libcurl's variables (`https_proxy`), no redirect is
/// followed, no cookie kept, gzip and deflate are accepted. Not streamed: an answer is handed over
/// whole.
#pragma once

#include <memory>

#include "base/result.h"
#include "llm/transport/transport.h"

namespace lauter::llm {

/// `max_in_flight`: of all endpoints together; that many connections are kept at most.
/// About 60 us of processor time an exchange (docs/design/0014); memory: the bodies under way.
/// Errors: kUnavailable if the system gives no descriptors.
Result<std::unique_ptr<Transport>> make_curl_transport(int max_in_flight);

}  // namespace lauter::llm
