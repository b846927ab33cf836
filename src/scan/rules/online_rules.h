/// The matchers of online and device identifiers; rules_online.cc lists them.
#pragma once

#include "scan/views/page.h"

namespace lauter::scan {

enum class OnlineRule : uint8_t {
  kMac,
  kUserPath,
  kUserLogin,
  kUserTodo,
  kUserLog,
  kHandle,
  kFediverse,
  kProfile,
  kPersonalUrl,
  kMeetingLink,
  kCount,
};
const RuleInfo& online_info(OnlineRule rule);

/// root, admin, ci, travis, ubuntu ...: accounts of no person, and words that stand for a name.
bool is_service_account(std::string_view name);

// online_users.cc
/// Google Analytics' GA1.2.NUMBER.SECONDS.
bool is_analytics_cookie(std::string_view value);
void match_mac(const Page& page, size_t begin, size_t end, Found& found);
void match_user_path(const Page& page, size_t begin, size_t end, Found& found);
void match_ssh(const Page& page, size_t begin, size_t end, Found& found);
void match_todo(const Page& page, size_t begin, size_t end, Found& found);
void match_named_login(const Page& page, size_t begin, size_t end, Found& found);

// online_accounts.cc
void match_account_line(const Page& page, size_t begin, size_t end, Found& found);
void match_access_log(const Page& page, size_t begin, size_t end, Found& found);

// online_chat.cc
void match_chat_author(const Page& page, size_t begin, size_t end, Found& found);

// online_links.cc
void match_handle(const Page& page, size_t begin, size_t end, Found& found);
void match_profile(const Page& page, size_t begin, size_t end, Found& found);
void match_profile_root(const Page& page, size_t begin, size_t end, Found& found);
void match_personal_url(const Page& page, size_t begin, size_t end, Found& found);
void match_my_site(const Page& page, size_t begin, size_t end, Found& found);
void match_site_label(const Page& page, size_t begin, size_t end, Found& found);
void match_meeting(const Page& page, size_t begin, size_t end, Found& found);

}  // namespace lauter::scan
