#include "surrogate/maker.h"

namespace lauter::surrogate {

Maker maker_of(Category category) {
  using enum Category;
  switch (category) {
    case kPerson: return make_person;
    case kFirstName: return make_given_name;
    case kLastName:
    case kMaidenName: return make_family_name;
    case kNickname: return make_nickname;
    case kAge: return make_age;
    case kGender:
    case kSexualOrientation:
    case kNationality:
    case kEthnicity:
    case kReligion:
    case kPoliticalView:
    case kMaritalStatus:
    case kNativeLanguage:
    case kImmigrationStatus: return make_trait;
    case kDateOfBirth:
    case kDateOfDeath:
    case kMedicalDate:
    case kEmploymentDate:
    case kDateTime: return make_date;
    case kEmailAddress: return make_email;
    case kPhoneNumber:
    case kFaxNumber: return make_phone;
    case kMessengerHandle:
    case kSocialHandle: return make_handle;
    case kSocialProfileUrl: return make_profile_url;
    case kUrl: return make_url;
    case kMeetingId: return make_meeting_id;
    case kStreetAddress: return make_street_address;
    case kLocation: return make_location;
    case kCity: return make_city;
    case kState: return make_state;
    case kCountry: return make_country;
    case kPostalCode: return make_postal_code;
    case kPoBox: return make_po_box;
    case kGeoCoordinates: return make_coordinates;
    case kGeoCode: return make_geo_code;
    case kPassportMrz: return make_mrz;
    case kCardExpiry: return make_card_expiry;
    case kUpiId: return make_upi_id;
    case kCrypto: return make_crypto_address;
    case kEthereumAddress: return make_ethereum_address;
    case kCryptoPrivateKey: return make_crypto_private_key;
    case kCryptoSeedPhrase: return make_seed_phrase;
    case kCreditScore: return make_credit_score;
    case kSalary: return make_salary;
    case kMedicalCondition: return make_medical_condition;
    case kMedication: return make_medication;
    case kBloodType: return make_blood_type;
    case kLicensePlate: return make_license_plate;
    case kIpAddress: return make_ip_address;
    case kIpv6Address: return make_ipv6_address;
    case kMacAddress: return make_mac_address;
    case kAdvertisingId: return make_uuid;
    case kUsername: return make_username;
    case kPassword:
    case kConnectionString: return make_password;
    case kPasswordHash: return make_password_hash;
    case kSecurityAnswer: return make_security_answer;
    case kPrivateKey: return make_private_key;
    case kJwt: return make_jwt;
    case kBasicAuth: return make_basic_auth;
    case kCookie:
    case kSessionId:
    case kBearerToken:
    case kApiKey:
    case kEncryptionKey:
    case kOtpSeed:
    case kSignedUrl:
    case kOauthClientSecret: return make_opaque;
    case kAwsAccessKey:
    case kAwsSecretKey:
    case kGcpKey:
    case kAzureKey:
    case kGithubToken:
    case kGitlabToken:
    case kSlackToken:
    case kPaymentApiKey:
    case kLlmApiKey:
    case kPackageRegistryToken:
    case kChatBotToken:
    case kMessagingApiKey:
    case kCloudToken:
    case kDevtoolToken:
    case kSaasToken: return make_token;
    case kWebhookUrl: return make_webhook_url;
    case kOrganization: return make_organization;
    case kJobTitle: return make_job_title;
    case kSchool: return make_school;
    case kAcademicRecord: return make_academic_record;
    case kGeneticData: return make_genetic_data;
    case kPhysicalTrait: return make_physical_trait;
    case kBodyMeasurement: return make_body_measurement;
    case kUtilityAccount: return make_utility_account;
    default: return make_checked_id;  // a rule of its own, or random characters of the same form
  }
}

}  // namespace lauter::surrogate
