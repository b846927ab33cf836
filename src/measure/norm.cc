#include "measure/norm.h"

#include <optional>

#include "catalog/category.h"

namespace lauter::internal {

std::string_view norm_of(std::string_view label) {
  const std::optional<Category> category = category_from_name(label);
  if (!category) return label;
  switch (*category) {
    case Category::kPerson:
    case Category::kFirstName:
    case Category::kLastName:
    case Category::kMaidenName:
    case Category::kNickname:
      return "PERSON";
    case Category::kOrganization:
    case Category::kSchool:
      return "ORG";
    case Category::kLocation:
    case Category::kCity:
    case Category::kState:
    case Category::kCountry:
      return "LOC";
    case Category::kStreetAddress:
    case Category::kPostalCode:
    case Category::kPoBox:
      return "ADDRESS";
    case Category::kEmailAddress:
      return "EMAIL";
    case Category::kPhoneNumber:
    case Category::kFaxNumber:
      return "PHONE";
    case Category::kDateOfBirth:
    case Category::kDateOfDeath:
    case Category::kMedicalDate:
    case Category::kEmploymentDate:
    case Category::kDateTime:
      return "DATE";
    case Category::kCreditCard:
      return "CARD";
    case Category::kIbanCode:
      return "IBAN";
    case Category::kUsSsn:
      return "SSN";
    case Category::kIpAddress:
    case Category::kIpv6Address:
      return "IP";
    case Category::kUrl:
    case Category::kSocialProfileUrl:
    case Category::kWebhookUrl:
      return "URL";
    case Category::kUsername:
    case Category::kSocialHandle:
    case Category::kMessengerHandle:
      return "USERNAME";
    case Category::kJobTitle:
      return "TITLE";
    case Category::kAge:
      return "AGE";
    case Category::kNationality:
    case Category::kEthnicity:
    case Category::kReligion:
    case Category::kPoliticalView:
      return "NRP";
    default:
      return "ID";
  }
}

}  // namespace lauter::internal
