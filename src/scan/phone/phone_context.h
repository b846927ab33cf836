/// What the text around a number says of it.
#pragma once

#include "known/phone.h"
#include "scan/phone/phone_reading.h"
#include "scan/views/page.h"

namespace lauter::scan {

inline constexpr auto& kPhoneCues = known::kPhoneCues;
inline constexpr auto& kFaxCues = known::kPhoneFaxCues;

/// Places that label a number only with a colon or the like.
inline constexpr char kPlaceCues[] = "office|desk|home|work|switchboard|reception|emergency";

struct PhoneContext {
  bool cue = false;     ///< announced at all
  bool direct = false;  ///< right before, or right after
  bool fax = false;
  bool veto = false;  ///< a label of harmless values is nearer
};

PhoneContext phone_context(const Page& page, const PhoneReading& r);

/// Words that follow a number to say what it is: "978 645 9740 mobile", "5064 (home)", "-Fax".
bool says_after(std::string_view text, size_t end, bool& fax);

}  // namespace lauter::scan
