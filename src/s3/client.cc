#include "s3/client.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <iterator>
#include <random>
#include <thread>
#include <unordered_set>

#include "base/http_date.h"
#include "s3/http.h"
#include "s3/listing.h"
#include "s3/xml.h"

namespace lauter::s3 {

using internal::Http;
using internal::HttpReply;
using internal::HttpRequest;
using internal::Outcome;

namespace {

/// Requests at a time. S3 gives some 50 to 100 MB/s a connection.
constexpr size_t kReaders = 12;
constexpr size_t kWriters = 8;
constexpr uint64_t kMaxXmlBytes = uint64_t{16} << 20;
constexpr uint64_t kMaxObjects = 20'000'000;
constexpr uint64_t kKeysInPage = 1000;  // at most, of S3 itself
constexpr int kMaxThinPages = 1000;     // of fewer keys than this: what a server skips over has an end
constexpr size_t kThinPage = 10;
constexpr int kStopCheckMs = 20;
constexpr size_t kMaxMessageBytes = 200;
constexpr int kAbortAttempts = 3;

/// Statuses that say nothing about the request: the same one may succeed.
bool is_passing(int status) {
  return status == 408 || status == 429 || status == 500 || status == 502 || status == 503 ||
         status == 504;
}

/// Amazon's host for a region.
std::string amazon_host(const std::string& region) {
  return "s3." + region + ".amazonaws.com" + (region.starts_with("cn-") ? ".cn" : "");
}

/// A name that a wildcard certificate covers: no dots, and what host names may have.
bool is_host_label(std::string_view bucket) {
  return bucket.size() <= 63 && std::ranges::all_of(bucket, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

bool is_region(std::string_view region) {
  return std::ranges::all_of(region, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  });
}

/// A server's words, short and printable.
std::string printable_excerpt(std::string_view text) {
  std::string out;
  for (const char c : text.substr(0, kMaxMessageBytes)) {
    out += static_cast<unsigned char>(c) < ' ' || c == 0x7F ? ' ' : c;
  }
  return out;
}

}  // namespace

struct Client::State {
  explicit State(std::string ca_file) : http(std::move(ca_file)) {}
  Http http;
};

/// One operation.
struct Client::Call {
  std::string_view method;
  ObjectUrl url;
  Pairs query{};
  Pairs headers{};  ///< besides those of every request; names in lower case
  std::string_view body{};
  uint64_t max_reply_bytes = kMaxXmlBytes;
  const std::atomic<bool>* cancelled = nullptr;
  int attempts = 0;          ///< 0: as the client's patience says
  bool ignores_stop = false;  ///< cleaning up
  bool is_conditional = false;  ///< an answer that the condition does not hold is a good one
  /// Says what is wrong with a good status, if anything is; then it is tried again.
  std::function<std::string(const HttpReply&)> check = nullptr;
};

struct Client::Answer {
  HttpReply reply{};
  std::string code{};     ///< S3's, such as `SlowDown`
  std::string complaint{};  ///< of Call::check
  int attempts = 0;

  bool is_good() const {
    return reply.outcome == Outcome::kDone && reply.status / 100 == 2 && complaint.empty();
  }
  /// 409: another writes the object at this moment.
  bool denies_condition() const {
    return reply.outcome == Outcome::kDone && (reply.status == 412 || reply.status == 409);
  }
  bool is_final() const {
    if (reply.outcome == Outcome::kHopeless || reply.outcome == Outcome::kCancelled) return true;
    if (reply.outcome == Outcome::kBroken || !complaint.empty()) return false;
    // S3 answers so when a body did not arrive in time.
    return !is_passing(reply.status) && code != "RequestTimeout" && code != "SlowDown" &&
           code != "InternalError";
  }
};

Client::Client(Settings settings, Endpoint endpoint, const std::atomic<bool>* stop,
               Patience patience)
    : settings_(std::move(settings)),
      endpoint_(std::move(endpoint)),
      stop_(stop),
      patience_(patience),
      state_(std::make_unique<State>(settings_.ca_file)),
      readers_(kReaders),
      writers_(kWriters) {}

Client::~Client() = default;

Result<std::shared_ptr<Client>> Client::make(Settings settings, const std::atomic<bool>* stop,
                                             Patience patience) {
  if (!is_region(settings.region)) return invalid_argument("the S3 region has odd characters");
  Endpoint endpoint{"https", amazon_host(settings.region)};
  if (!settings.endpoint.empty()) {
    LAUTER_ASSIGN(endpoint, parse_endpoint(settings.endpoint));
  } else if (settings.addressing == Addressing::kAuto) {
    settings.addressing = Addressing::kVirtual;
  }
  return std::shared_ptr<Client>(
      new Client(std::move(settings), std::move(endpoint), stop, patience));
}

std::string Client::base_url(const std::string& bucket) const {
  const bool is_virtual = settings_.addressing == Addressing::kVirtual &&
                          (is_host_label(bucket) || endpoint_.scheme == "http");
  const std::string host = (is_virtual ? bucket + "." : "") + endpoint_.host;
  return endpoint_.scheme + "://" + host + endpoint_.path + (is_virtual ? "" : "/" + bucket);
}

Client::Answer Client::try_once(const Call& call) {
  // Tasks of a reader that is gone still wait in the pool.
  if (call.cancelled != nullptr && call.cancelled->load()) {
    return {.reply = {.outcome = Outcome::kCancelled}};
  }
  const std::string base = base_url(call.url.bucket);
  const size_t host_at = base.find("://") + 3;
  const size_t path_at = base.find('/', host_at);
  const std::string host = base.substr(host_at, path_at - host_at);
  const bool has_key = !call.url.key.empty();
  std::string path = path_at == std::string::npos ? "" : base.substr(path_at);
  if (has_key || path.empty()) path += "/";
  path += percent_encode(call.url.key, /*keep_slash=*/true);

  Signable signable{.method = call.method,
                    .path = path,
                    .query = call.query,
                    .headers = call.headers};
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const Scope scope{.time = amz_time(std::chrono::duration_cast<std::chrono::seconds>(now).count()),
                    .region = settings_.region};
  HttpRequest request{
      .method = call.method, .url = base.substr(0, path_at) + path, .body = call.body};
  const std::string query = canonical_query(call.query);
  if (!query.empty()) request.url += "?" + query;
  request.headers = call.headers;
  if (settings_.credentials) {
    // The body is signed too: what was damaged on its way is refused.
    signable.payload_hash = payload_hash(call.body);
    request.headers.emplace_back("x-amz-content-sha256", signable.payload_hash);
    request.headers.emplace_back("x-amz-date", scope.time);
    const std::string& token = settings_.credentials->session_token;
    if (!token.empty()) request.headers.emplace_back("x-amz-security-token", token);
    signable.headers = request.headers;
    signable.headers.emplace_back("host", host);
    request.headers.emplace_back("Authorization",
                                 authorization(*settings_.credentials, scope, signable));
  }
  request.max_reply_bytes = call.max_reply_bytes;
  request.stop = call.ignores_stop ? nullptr : stop_;
  request.cancelled = call.cancelled;

  Answer answer{.reply = state_->http.exchange(request)};
  if (answer.reply.outcome != Outcome::kDone) return answer;
  if (answer.reply.status / 100 != 2) {
    answer.code = xml_text(answer.reply.body, "Error/Code");
  } else if (call.check) {
    answer.complaint = call.check(answer.reply);
  }
  return answer;
}

bool Client::wait(const Call& call, int attempt) const {
  thread_local std::minstd_rand random{std::random_device{}()};
  const int longest = std::min(patience_.longest_wait_ms,
                               patience_.first_wait_ms << std::min(attempt, 16));
  const int half = std::max(longest / 2, 1);
  int left = half + std::uniform_int_distribution<int>(0, half)(random);
  for (; left > 0; left -= kStopCheckMs) {
    if (is_stopped() && !call.ignores_stop) return false;
    if (call.cancelled != nullptr && call.cancelled->load()) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(std::min(left, kStopCheckMs)));
  }
  return true;
}

Result<Client::Answer> Client::perform(const Call& call) {
  const int attempts = call.attempts > 0 ? call.attempts : patience_.attempts;
  for (int attempt = 0;; ++attempt) {
    Answer answer = try_once(call);
    answer.attempts = attempt + 1;
    if (answer.is_good() || (call.is_conditional && answer.denies_condition())) return answer;
    if (answer.is_final() || attempt + 1 == attempts || !wait(call, attempt)) {
      return failure(call, answer, attempt + 1);
    }
  }
}

Error Client::failure(const Call& call, const Answer& answer, int attempts) const {
  const HttpReply& reply = answer.reply;
  const std::string name = call.url.text();
  if (reply.outcome == Outcome::kCancelled || (is_stopped() && !call.ignores_stop)) {
    return unavailable(name + ": interrupted");
  }
  const std::string tries = attempts == 1 ? "" : " (" + std::to_string(attempts) + " attempts)";
  if (reply.outcome != Outcome::kDone) {
    return unavailable(name + ": " + reply.why + ", " + endpoint_.host + tries);
  }
  if (!answer.complaint.empty()) return data_loss(name + ": " + answer.complaint + tries);
  const std::string status = "HTTP " + std::to_string(reply.status) +
                             (answer.code.empty() ? "" : " " + printable_excerpt(answer.code));
  std::string region = reply.bucket_region;
  if (region.empty()) region = xml_text(reply.body, "Error/Region");
  const bool is_elsewhere = reply.status == 301 || reply.status == 307 ||
                            answer.code == "AuthorizationHeaderMalformed" ||
                            answer.code == "IllegalLocationConstraintException";
  if (is_elsewhere || (reply.status == 400 && !region.empty() && region != settings_.region)) {
    return invalid_argument(
        "s3://" + call.url.bucket + ": is not in region " + settings_.region +
        (region.empty() ? "; set AWS_REGION to its region" : "; set AWS_REGION=" + printable_excerpt(region)) +
        " (" + status + ")");
  }
  if (answer.code == "NoSuchBucket") return not_found("s3://" + call.url.bucket + ": no such bucket");
  if (reply.status == 404) return not_found(name + ": no such object (" + status + ")");
  if (reply.status == 412) return data_loss(name + ": was changed while it was read");
  if (answer.code == "SignatureDoesNotMatch") {
    return invalid_argument(name + ": the secret key does not fit the access key (" + status + ")");
  }
  if (answer.code == "RequestTimeTooSkewed") {
    return invalid_argument(name + ": this machine's clock is wrong (" + status + ")");
  }
  if (reply.status == 401 || reply.status == 403) {
    const std::string who = settings_.credentials ? "credentials of " + settings_.credentials_from
                                                  : "without credentials";
    return invalid_argument(name + ": refused (" + status + "; " + who + ")");
  }
  return unavailable(name + ": " + status + tries);
}

Result<ObjectInfo> Client::head(const ObjectUrl& url) {
  LAUTER_ASSIGN(const Answer answer, perform({.method = "HEAD", .url = url}));
  const auto now = parse_http_date(answer.reply.date);
  const auto written = parse_http_date(answer.reply.last_modified);
  ObjectInfo info{url.key, answer.reply.content_length, answer.reply.etag};
  if (now && written) info.age_s = *now - *written;
  return info;
}

Result<std::string> Client::get_range(const ObjectUrl& url, const std::string& etag, uint64_t begin,
                                      uint64_t size, const std::atomic<bool>* cancelled) {
  if (size == 0) return std::string();
  const std::string range = std::to_string(begin) + "-" + std::to_string(begin + size - 1);
  bool changed = false;
  const auto check = [&](const HttpReply& reply) -> std::string {
    changed = !etag.empty() && reply.etag != etag;
    if (changed) return "";  // told apart below: trying again is vain
    // A server that does not know ranges sends all of it, which is right only from 0 to the end.
    const bool is_range = reply.status == 206 && reply.content_range.starts_with("bytes " + range + "/");
    const bool is_all = reply.status == 200 && begin == 0;
    if (!is_range && !is_all) return "another range than the one asked for";
    if (reply.body.size() != size) return "a body of another length than asked for";
    return "";
  };
  Call call{.method = "GET", .url = url};
  call.headers = {{"range", "bytes=" + range}};
  if (!etag.empty()) call.headers.emplace_back("if-match", etag);
  call.max_reply_bytes = std::max<uint64_t>(size, 64 << 10);
  call.cancelled = cancelled;
  call.check = check;
  LAUTER_ASSIGN(Answer answer, perform(call));
  if (changed) return data_loss(url.text() + ": was changed while it was read");
  return std::move(answer.reply.body);
}

Result<std::string> Client::get(const ObjectUrl& url, uint64_t limit_bytes) {
  LAUTER_ASSIGN(const ObjectInfo info, head(url));
  if (info.size > limit_bytes) {
    return resource_exhausted(url.text() + ": larger than " + std::to_string(limit_bytes) +
                              " bytes");
  }
  return get_range(url, info.etag, 0, info.size);
}

Result<std::vector<ObjectInfo>> Client::list(const ObjectUrl& url) {
  LAUTER_ASSIGN(auto objects, list_some(url, kMaxObjects + 1));
  if (objects.size() > kMaxObjects) {
    return resource_exhausted(url.text() + ": more than 20 million objects; name smaller prefixes");
  }
  return objects;
}

Result<bool> Client::has_any(const ObjectUrl& url, std::string_view but) {
  LAUTER_ASSIGN(const auto objects, list_some(url, 2));
  return std::ranges::any_of(objects, [but](const ObjectInfo& object) { return object.key != but; });
}

Result<std::vector<ObjectInfo>> Client::list_some(const ObjectUrl& url, uint64_t limit) {
  std::vector<ObjectInfo> objects;
  internal::ListingPage page;
  std::unordered_set<std::string> seen;  // tokens of pages, and last keys
  int thin_pages = 0;
  while (true) {
    Call call{.method = "GET", .url = {url.bucket, ""}};
    call.query = {{"list-type", "2"}, {"prefix", url.key}, {"encoding-type", "url"}};
    if (!page.next.empty()) call.query.emplace_back("continuation-token", page.next);
    if (limit < kKeysInPage) call.query.emplace_back("max-keys", std::to_string(limit));
    call.check = [&page, &url](const HttpReply& reply) -> std::string {
      auto read = internal::read_listing(reply.body, url.key);
      if (!read.ok()) return "a listing that cannot be read (" + read.error().message + ")";
      page = std::move(*read);
      return "";
    };
    LAUTER_TRY(perform(call));
    const bool is_new = (page.next.empty() || seen.insert("token " + page.next).second) &&
                        (page.objects.empty() || seen.insert("key " + page.objects.back().key).second);
    if (!is_new) return data_loss(url.text() + ": the server's listing goes in circles; is it an object store?");
    thin_pages += page.objects.size() < kThinPage ? 1 : 0;
    if (thin_pages > kMaxThinPages) {
      return resource_exhausted(url.text() + ": the server's listing does not end: " + std::to_string(thin_pages) +
                                " pages with hardly an object; name smaller prefixes");
    }
    std::ranges::move(page.objects, std::back_inserter(objects));
    if (objects.size() >= limit) {
      objects.resize(limit);
      return objects;
    }
    if (page.next.empty()) return objects;
  }
}

Result<void> Client::put(const ObjectUrl& url, std::string_view bytes) {
  LAUTER_TRY(perform({.method = "PUT", .url = url, .body = bytes}));
  return {};
}

Result<bool> Client::put_if(const ObjectUrl& url, std::string_view bytes, const std::string& etag) {
  Call call{.method = "PUT", .url = url, .body = bytes, .is_conditional = true};
  call.headers = {etag.empty() ? Pairs::value_type{"if-none-match", "*"} : Pairs::value_type{"if-match", etag}};
  LAUTER_ASSIGN(const Answer answer, perform(call));
  return answer.is_good();
}

Result<void> Client::remove(const ObjectUrl& url, bool at_the_end) {
  auto removed = perform({.method = "DELETE",
                          .url = url,
                          .attempts = at_the_end ? kAbortAttempts : 0,
                          .ignores_stop = at_the_end});
  if (!removed.ok() && removed.error().code != ErrorCode::kNotFound) {
    return std::move(removed.error());
  }
  return {};
}

Result<std::string> Client::begin_upload(const ObjectUrl& url) {
  Call call{.method = "POST", .url = url, .query = {{"uploads", ""}}};
  std::string id;
  call.check = [&id](const HttpReply& reply) -> std::string {
    id = xml_text(reply.body, "InitiateMultipartUploadResult/UploadId");
    return id.empty() ? "no upload id" : "";
  };
  LAUTER_TRY(perform(call));
  return id;
}

Result<Part> Client::upload_part(const ObjectUrl& url, const std::string& upload, int number,
                                 std::string_view bytes, const std::atomic<bool>* cancelled) {
  Call call{.method = "PUT",
            .url = url,
            .query = {{"partNumber", std::to_string(number)}, {"uploadId", upload}},
            .body = bytes};
  call.cancelled = cancelled;
  call.check = [](const HttpReply& reply) -> std::string {
    return reply.etag.empty() ? "a part without an ETag" : "";
  };
  LAUTER_ASSIGN(const Answer answer, perform(call));
  return Part{number, answer.reply.etag};
}

Result<void> Client::complete_upload(const ObjectUrl& url, const std::string& upload,
                                     const std::vector<Part>& parts, uint64_t size) {
  std::string body = "<CompleteMultipartUpload>";
  for (const Part& part : parts) {
    body += "<Part><PartNumber>" + std::to_string(part.number) + "</PartNumber><ETag>" +
            xml_escape(part.etag) + "</ETag></Part>";
  }
  body += "</CompleteMultipartUpload>";
  Call call{.method = "POST", .url = url, .query = {{"uploadId", upload}}, .body = body};
  // S3 sends the status before it knows: an error may follow in the body.
  call.check = [](const HttpReply& reply) -> std::string {
    const std::string code = xml_text(reply.body, "Error/Code");
    if (!code.empty()) return "completing the upload: " + printable_excerpt(code);
    const bool is_done =
        !xml_text(reply.body, "CompleteMultipartUploadResult/ETag").empty();
    return is_done ? "" : "no answer to completing the upload";
  };
  auto completed = perform(call);
  if (completed.ok()) return {};
  // An answer that was lost on the way: the upload is gone because it is complete.
  if (completed.error().code == ErrorCode::kNotFound) {
    const auto object = head(url);
    const std::string n_parts = "-" + std::to_string(parts.size()) + "\"";
    if (object.ok() && object->size == size && object->etag.ends_with(n_parts)) return {};
  }
  return std::move(completed.error());
}

void Client::abort_upload(const ObjectUrl& url, const std::string& upload) {
  (void)perform({.method = "DELETE",
                 .url = url,
                 .query = {{"uploadId", upload}},
                 .attempts = kAbortAttempts,
                 .ignores_stop = true})
      .ok();
}

Result<void> Client::abort_uploads_below(const ObjectUrl& url) {
  Call call{.method = "GET", .url = {url.bucket, ""}};
  call.query = {{"uploads", ""}, {"prefix", url.key}};
  const auto listed = perform(call);
  if (!listed.ok()) {
    // Not every store can list them, and not everybody may.
    return is_stopped() ? Result<void>(listed.error()) : Result<void>();
  }
  std::vector<std::pair<std::string, std::string>> uploads;
  std::string key;
  LAUTER_TRY(read_xml(
      listed->reply.body,
      [&](std::string_view path, std::string_view text) {
        if (path == "ListMultipartUploadsResult/Upload/Key") key = text;
        if (path == "ListMultipartUploadsResult/Upload/UploadId") uploads.emplace_back(key, text);
      },
      [](std::string_view) {}));
  for (const auto& [of, id] : uploads) {
    if (of.starts_with(url.key)) abort_upload({url.bucket, of}, id);
  }
  return {};
}

}  // namespace lauter::s3
