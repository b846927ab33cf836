#include "surrogate/maker.h"

namespace lauter::surrogate {

Maker maker_of(Category category) {
  using enum Category;
  static constexpr ByCategory<Maker> kTable(
      {
          {kPerson, make_person}, {kFirstName, make_given_name}, {kLastName, make_family_name}, {kMaidenName, make_family_name},
          {kNickname, make_nickname}, {kAge, make_age}, {kGender, make_trait}, {kSexualOrientation, make_trait}, {kNationality, make_trait},
          {kEthnicity, make_trait}, {kReligion, make_trait}, {kPoliticalView, make_trait}, {kMaritalStatus, make_trait},
          {kNativeLanguage, make_trait}, {kImmigrationStatus, make_trait}, {kDateOfBirth, make_date}, {kDateOfDeath, make_date},
          {kMedicalDate, make_date}, {kEmploymentDate, make_date}, {kDateTime, make_date}, {kEmailAddress, make_email}, {kPhoneNumber, make_phone},
          {kFaxNumber, make_phone}, {kMessengerHandle, make_handle}, {kSocialHandle, make_handle}, {kSocialProfileUrl, make_profile_url},
          {kUrl, make_url}, {kMeetingId, make_meeting_id}, {kStreetAddress, make_street_address}, {kLocation, make_location}, {kCity, make_city},
          {kState, make_state}, {kCountry, make_country}, {kPostalCode, make_postal_code}, {kPoBox, make_po_box},
          {kGeoCoordinates, make_coordinates}, {kGeoCode, make_geo_code}, {kPassportMrz, make_mrz}, {kCardExpiry, make_card_expiry},
          {kUpiId, make_upi_id}, {kCrypto, make_crypto_address}, {kEthereumAddress, make_ethereum_address},
          {kCryptoPrivateKey, make_crypto_private_key}, {kCryptoSeedPhrase, make_seed_phrase}, {kCreditScore, make_credit_score},
          {kSalary, make_salary}, {kMedicalCondition, make_medical_condition}, {kMedication, make_medication}, {kBloodType, make_blood_type},
          {kLicensePlate, make_license_plate}, {kIpAddress, make_ip_address}, {kIpv6Address, make_ipv6_address}, {kMacAddress, make_mac_address},
          {kAdvertisingId, make_uuid}, {kUsername, make_username}, {kPassword, make_password}, {kConnectionString, make_password},
          {kPasswordHash, make_password_hash}, {kSecurityAnswer, make_security_answer}, {kPrivateKey, make_private_key}, {kJwt, make_jwt},
          {kBasicAuth, make_basic_auth}, {kCookie, make_opaque}, {kSessionId, make_opaque}, {kBearerToken, make_opaque}, {kApiKey, make_opaque},
          {kEncryptionKey, make_opaque}, {kOtpSeed, make_opaque}, {kSignedUrl, make_opaque}, {kOauthClientSecret, make_opaque},
          {kAwsAccessKey, make_token}, {kAwsSecretKey, make_token}, {kGcpKey, make_token}, {kAzureKey, make_token}, {kGithubToken, make_token},
          {kGitlabToken, make_token}, {kSlackToken, make_token}, {kPaymentApiKey, make_token}, {kLlmApiKey, make_token},
          {kPackageRegistryToken, make_token}, {kChatBotToken, make_token}, {kMessagingApiKey, make_token}, {kCloudToken, make_token},
          {kDevtoolToken, make_token}, {kSaasToken, make_token}, {kWebhookUrl, make_webhook_url}, {kOrganization, make_organization},
          {kJobTitle, make_job_title}, {kSchool, make_school}, {kAcademicRecord, make_academic_record}, {kGeneticData, make_genetic_data},
          {kPhysicalTrait, make_physical_trait}, {kBodyMeasurement, make_body_measurement}, {kUtilityAccount, make_utility_account},
      },
      make_checked_id  // a rule of its own, or random characters of the same form
      );
  return kTable[category];
}

}  // namespace lauter::surrogate
