#include "llm/transport/probe.h"

#include <curl/curl.h>

#include <memory>
#include <string>

namespace lauter::llm {
namespace {

constexpr long kTimeoutMs = 5000;
constexpr size_t kMaxBytes = 1 << 20;

/// Counts the body and drops it; a list of models that does not end is cut off.
size_t drop(char*, size_t, size_t count, void* user) {
  size_t& seen = *static_cast<size_t*>(user);
  seen += count;
  return seen > kMaxBytes ? 0 : count;
}

}  // namespace

Result<int> probe(const Endpoint& endpoint) {
  LAUTER_TRY(check_endpoint(endpoint));
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> easy(curl_easy_init(),
                                                                 &curl_easy_cleanup);
  if (easy == nullptr) return unavailable("libcurl cannot start");
  std::string url = endpoint.base_url;
  while (url.ends_with('/')) url.pop_back();
  url += "/models";
  curl_slist* head = nullptr;
  if (!endpoint.api_key.empty()) {
    head = curl_slist_append(head, ("Authorization: Bearer " + endpoint.api_key).c_str());
  }
  size_t seen = 0;
  curl_easy_setopt(easy.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(easy.get(), CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy.get(), CURLOPT_FOLLOWLOCATION, 0L);  // the key is for one host
  curl_easy_setopt(easy.get(), CURLOPT_HTTPHEADER, head);
  if (!endpoint.ca_file.empty()) {
    curl_easy_setopt(easy.get(), CURLOPT_CAINFO, endpoint.ca_file.c_str());
  }
  curl_easy_setopt(easy.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy.get(), CURLOPT_TIMEOUT_MS, kTimeoutMs);
  curl_easy_setopt(easy.get(), CURLOPT_WRITEFUNCTION, &drop);
  curl_easy_setopt(easy.get(), CURLOPT_WRITEDATA, &seen);
  const CURLcode code = curl_easy_perform(easy.get());
  long status = 0;
  curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &status);
  curl_slist_free_all(head);
  if (status == 0) return unavailable(curl_easy_strerror(code));
  return static_cast<int>(status);
}

}  // namespace lauter::llm
