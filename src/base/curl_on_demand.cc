/// libcurl, loaded by the first call of curl_global_init().
///
/// It brings 27 libraries along, whose loading is a sixth of lauter's start, and few runs speak
/// HTTP. So its functions, as <curl/curl.h> declares them, are defined here and pass on to the
/// library's; callers see no difference but that curl_global_init() fails where there is none.
#include <curl/curl.h>
#include <dlfcn.h>

#include <cstdarg>

namespace {

constexpr const char* kLibrary = "libcurl.so.4";

void* library() {
  static void* const loaded = ::dlopen(kLibrary, RTLD_NOW | RTLD_LOCAL);  // never unloaded
  return loaded;
}

/// The library's function of that name; null if there is none. `declared` says its type only.
template <typename Function>
Function* real(Function* /*declared*/, const char* name) {
  return library() == nullptr ? nullptr : reinterpret_cast<Function*>(::dlsym(library(), name));
}

// The one argument behind an option is a long, a pointer or a curl_off_t: read as a pointer, they
// are passed on as they came.
static_assert(sizeof(long) == sizeof(void*) && sizeof(curl_off_t) == sizeof(void*));

}  // namespace

// In libcurl's own signatures an enum stands before the dots, of which clang warns.
#pragma GCC diagnostic ignored "-Wvarargs"

#define LAUTER_REAL(function) static auto* const found = real(&(function), #function)
#define LAUTER_ARGUMENT(last, argument)       \
  va_list rest;                               \
  va_start(rest, last);                       \
  void* const argument = va_arg(rest, void*); \
  va_end(rest)

extern "C" {

CURLcode curl_global_init(long flags) {
  LAUTER_REAL(curl_global_init);
  return found == nullptr ? CURLE_FAILED_INIT : found(flags);
}

curl_version_info_data* curl_version_info(CURLversion age) {
  LAUTER_REAL(curl_version_info);
  return found(age);
}

CURL* curl_easy_init() {
  LAUTER_REAL(curl_easy_init);
  return found();
}

void curl_easy_reset(CURL* easy) {
  LAUTER_REAL(curl_easy_reset);
  found(easy);
}

void curl_easy_cleanup(CURL* easy) {
  LAUTER_REAL(curl_easy_cleanup);
  found(easy);
}

CURLcode(curl_easy_setopt)(CURL* easy, CURLoption option, ...) {
  LAUTER_REAL(curl_easy_setopt);
  LAUTER_ARGUMENT(option, value);
  return found(easy, option, value);
}

CURLcode(curl_easy_getinfo)(CURL* easy, CURLINFO info, ...) {
  LAUTER_REAL(curl_easy_getinfo);
  LAUTER_ARGUMENT(info, to);
  return found(easy, info, to);
}

CURLcode curl_easy_perform(CURL* easy) {
  LAUTER_REAL(curl_easy_perform);
  return found(easy);
}

const char* curl_easy_strerror(CURLcode code) {
  LAUTER_REAL(curl_easy_strerror);
  return found(code);
}

curl_slist* curl_slist_append(curl_slist* list, const char* line) {
  LAUTER_REAL(curl_slist_append);
  return found(list, line);
}

void curl_slist_free_all(curl_slist* list) {
  LAUTER_REAL(curl_slist_free_all);
  found(list);
}

CURLM* curl_multi_init() {
  LAUTER_REAL(curl_multi_init);
  return found();
}

CURLMcode curl_multi_cleanup(CURLM* multi) {
  LAUTER_REAL(curl_multi_cleanup);
  return found(multi);
}

CURLMcode curl_multi_add_handle(CURLM* multi, CURL* easy) {
  LAUTER_REAL(curl_multi_add_handle);
  return found(multi, easy);
}

CURLMcode curl_multi_remove_handle(CURLM* multi, CURL* easy) {
  LAUTER_REAL(curl_multi_remove_handle);
  return found(multi, easy);
}

CURLMcode(curl_multi_setopt)(CURLM* multi, CURLMoption option, ...) {
  LAUTER_REAL(curl_multi_setopt);
  LAUTER_ARGUMENT(option, value);
  return found(multi, option, value);
}

CURLMcode curl_multi_socket_action(CURLM* multi, curl_socket_t socket, int events, int* running) {
  LAUTER_REAL(curl_multi_socket_action);
  return found(multi, socket, events, running);
}

CURLMsg* curl_multi_info_read(CURLM* multi, int* left) {
  LAUTER_REAL(curl_multi_info_read);
  return found(multi, left);
}

}  // extern "C"
