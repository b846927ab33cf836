// Keys and tokens of known vendors: a literal prefix and an exact form, so that the value decides
// alone (docs/CATEGORIES.md, "Key formats", and the formats the vendors document publicly).
//
// Where a format has no prefix of its own (h32-us12, A14.atlasv1....) the rule starts at the
// literal in its middle and looks left.

#include <array>
#include <span>

#include "catalog/checks_device.h"
#include "scan/joined_value.h"
#include "scan/page.h"
#include "scan/registry.h"
#include "scan/rule.h"
#include "scan/secret_judge.h"
#include "scan/secret_measure.h"
#include "scan/secret_rules.h"
#include "scan/shape.h"
#include "scan/text_runs.h"

namespace lauter::scan {
namespace {

using enum Category;

/// The values of a form that are still no key: EXAMPLE, xxxx, your-key-here, few characters.
bool live(const Page& page, size_t begin, size_t end) {
  return !is_dummy_token(page.text.substr(begin, end - begin));
}

/// The last six characters are the CRC-32 of the body. A token that fails is made up, unless a
/// label says that it is one.
bool crc_or_label(const Page& page, size_t begin, size_t end) {
  const std::string_view token = page.text.substr(begin, end - begin);
  return !is_dummy_token(token) && (crc_token_ok(token) || has_secret_label(page, begin));
}

/// AWS key ids are base32: 0, 1, 8 and 9 do not occur.
bool aws_id(const Page& page, size_t begin, size_t end) {
  const std::string_view id = page.text.substr(begin, end - begin);
  if (is_dummy_token(id)) return false;
  const bool base32 = id.find_first_of("0189", 4) == std::string_view::npos;
  return (base32 && char_classes(id).digits > 0) || has_secret_label(page, begin);
}

bool random_tail(const Page& page, size_t begin, size_t end) {
  return looks_random(page.text.substr(begin, end - begin)) && live(page, begin, end);
}

constexpr ValueRule token(const char* name, Category category, const char* anchor,
                          const char* shape, bool (*accept)(const Page&, size_t, size_t) = live) {
  return {.info = {name, category},
          .shape = shape,
          .need = Need::kNone,
          .anchor = anchor,
          .score = 0.98F,
          .flags = kNoRelax | kAnyWord | kGlueRight,
          .accept = accept};
}

constexpr ValueRule kValues[] = {
    // Clouds
    token("aws_access_key.akia", kAwsAccessKey, "AKIA", "AKIA[A-Z0-9]{16}", aws_id),
    token("aws_access_key.asia", kAwsAccessKey, "ASIA", "ASIA[A-Z0-9]{16}", aws_id),
    token("aws_access_key.abia", kAwsAccessKey, "ABIA", "ABIA[A-Z0-9]{16}", aws_id),
    token("aws_access_key.acca", kAwsAccessKey, "ACCA", "ACCA[A-Z0-9]{16}", aws_id),
    token("llm_api_key.bedrock", kLlmApiKey, "ABSK", "ABSK[A-Za-z0-9+/]{100,260}={0,2}"),
    token("gcp_key.api", kGcpKey, "AIza", "AIza[\\w-]{35}"),
    token("gcp_key.oauth_secret", kGcpKey, "GOCSPX-", "GOCSPX-[\\w-]{28}"),
    token("gcp_key.refresh", kGcpKey, "1//0", "1//0[\\w-]{38,160}"),
    token("gcp_key.access", kGcpKey, "ya29.", "ya29\\.[\\w-]{30,1024}(\\.[\\w-]{1,64})?"),
    token("cloud_token.digitalocean", kCloudToken, "dop_v1_", "dop_v1_[a-f0-9]{64}"),
    token("cloud_token.digitalocean_oauth", kCloudToken, "doo_v1_", "doo_v1_[a-f0-9]{64}"),
    token("cloud_token.digitalocean_refresh", kCloudToken, "dor_v1_", "dor_v1_[a-f0-9]{64}"),
    token("cloud_token.heroku", kCloudToken, "HRKU-AA", "HRKU-AA[\\w-]{58}"),
    token("cloud_token.cloudflare_origin", kCloudToken, "v1.0-",
          "v1\\.0-[a-f0-9]{24}-[a-f0-9]{146}"),
    token("cloud_token.fly", kCloudToken, "FlyV1 ", "FlyV1 fm\\d+_[A-Za-z0-9+/=,_-]{40,1600}"),
    token("cloud_token.fly_macaroon", kCloudToken, "fm2_", "fm2_[A-Za-z0-9+/=,_-]{60,1600}"),
    token("cloud_token.fly_old", kCloudToken, "fo1_", "fo1_[\\w-]{43}"),
    token("cloud_token.netlify", kCloudToken, "nfp_", "nfp_[A-Za-z0-9]{36,40}"),
    token("cloud_token.alibaba", kCloudToken, "LTAI", "LTAI[A-Za-z0-9]{12,24}"),
    token("cloud_token.tencent", kCloudToken, "AKID", "AKID[A-Za-z0-9]{32}", random_tail),
    token("cloud_token.supabase", kCloudToken, "sbp_", "sbp_[a-f0-9]{40}"),
    token("cloud_token.supabase_secret", kCloudToken, "sb_secret_", "sb_secret_[\\w-]{22,48}"),
    token("cloud_token.planetscale", kCloudToken, "pscale_tkn_", "pscale_tkn_[\\w.=-]{32,64}"),
    token("cloud_token.planetscale_password", kCloudToken, "pscale_pw_",
          "pscale_pw_[\\w.=-]{32,64}"),
    token("cloud_token.planetscale_oauth", kCloudToken, "pscale_oauth_",
          "pscale_oauth_[\\w.=-]{32,64}"),
    token("cloud_token.tailscale", kCloudToken, "tskey-",
          "tskey-(auth|api|client|scim|webhook)-[A-Za-z0-9]{4,24}-[A-Za-z0-9]{8,48}"),
    token("cloud_token.tailscale_short", kCloudToken, "tskey-", "tskey-[A-Za-z0-9]{10,32}"),
    token("cloud_token.render", kCloudToken, "rnd_", "rnd_[A-Za-z0-9]{28}"),
    token("cloud_token.openshift", kCloudToken, "sha256~", "sha256~[\\w-]{43}"),
    token("cloud_token.scalingo", kCloudToken, "tk-us-", "tk-us-[\\w-]{48}"),
    token("cloud_token.yandex", kCloudToken, "AQVN", "AQVN[\\w-]{35,38}"),
    token("cloud_token.vercel_blob", kCloudToken, "vercel_blob_rw_",
          "vercel_blob_rw_[A-Za-z0-9]{16}_[A-Za-z0-9]{30}"),
    token("cloud_token.vercel", kCloudToken, "vcp_", "vcp_[A-Za-z0-9]{50,60}"),
    token("cloud_token.neon", kCloudToken, "napi_", "napi_[a-z0-9]{60,68}"),
    token("cloud_token.deno", kCloudToken, "ddp_", "ddp_[A-Za-z0-9]{36}"),
    token("cloud_token.xata", kCloudToken, "xau_", "xau_[A-Za-z0-9]{30,40}"),
    token("cloud_token.baidu", kCloudToken, "bce-v3/ALTAK-",
          "bce-v3/ALTAK-[A-Za-z0-9]{21}/[a-f0-9]{40}"),
    token("cloud_token.aws_session", kCloudToken, "IQoJb3JpZ2luX2Vj",
          "IQoJb3JpZ2luX2Vj[A-Za-z0-9+/]{84,1800}={0,2}"),
    // The PEM of a private key in base64, as kubeconfig has it: "-----BEGIN (RSA|EC|...) PRIVATE".
    token("private_key.base64", kPrivateKey, "LS0tLS1CRUdJTi",
          "LS0tLS1CRUdJTi(BSU0EgUFJJVkFURSBL|BQUklWQVRFIEtFWS|BFQyBQUklWQVRFIEtFWS|"
          "BPUEVOU1NIIFBSSVZBVEUg|BFTkNSWVBURUQgUFJJVkFURS|BEU0EgUFJJVkFURSBL)[A-Za-z0-9+/"
          "]{40,9000}={0,2}"),
    // Forges
    token("github_token.personal", kGithubToken, "ghp_", "ghp_[A-Za-z0-9]{36}", crc_or_label),
    token("github_token.oauth", kGithubToken, "gho_", "gho_[A-Za-z0-9]{36}", crc_or_label),
    token("github_token.user", kGithubToken, "ghu_", "ghu_[A-Za-z0-9]{36}", crc_or_label),
    token("github_token.server", kGithubToken, "ghs_", "ghs_[A-Za-z0-9]{36}", crc_or_label),
    token("github_token.refresh", kGithubToken, "ghr_", "ghr_[A-Za-z0-9]{36}", crc_or_label),
    token("github_token.refresh_long", kGithubToken, "ghr_", "ghr_[A-Za-z0-9]{76}"),
    token("github_token.fine_grained", kGithubToken, "github_pat_",
          "github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}"),
    token("gitlab_token.personal", kGitlabToken, "glpat-", "glpat-[\\w-]{20}"),
    token("gitlab_token.routable", kGitlabToken, "glpat-",
          "glpat-[\\w-]{27,300}\\.[0-9a-z]{2}\\.?[0-9a-z]{7,9}"),
    token("gitlab_token.trigger", kGitlabToken, "glptt-", "glptt-([a-f0-9]{40}|[\\w-]{20})"),
    token("gitlab_token.deploy", kGitlabToken, "gldt-", "gldt-[\\w-]{20}"),
    token("gitlab_token.runner", kGitlabToken, "glrt-", "glrt-(t\\d_)?[\\w-]{20,30}"),
    token("gitlab_token.runner_registration", kGitlabToken, "GR1348941", "GR1348941[\\w-]{20}"),
    token("gitlab_token.feed", kGitlabToken, "glft-", "glft-[\\w-]{20,72}"),
    token("gitlab_token.scim", kGitlabToken, "glsoat-", "glsoat-[\\w-]{20}"),
    token("gitlab_token.job", kGitlabToken, "glcbt-", "glcbt-[\\w]{1,5}_[\\w-]{20}"),
    token("gitlab_token.agent", kGitlabToken, "glagent-", "glagent-[\\w-]{50}"),
    token("gitlab_token.oauth_app", kGitlabToken, "gloas-", "gloas-[a-f0-9]{64}"),
    token("gitlab_token.mail", kGitlabToken, "glimt-", "glimt-[\\w-]{25}"),
    token("gitlab_token.feature_flags", kGitlabToken, "glffct-", "glffct-[\\w-]{20}"),
    token("saas_token.bitbucket", kSaasToken, "ATBB", "ATBB[A-Za-z0-9]{32}"),
    // Chat
    token("slack_token.bot", kSlackToken, "xoxb-",
          "xoxb-\\d{8,14}-(\\d{8,14}-)?([a-f0-9]{32}|[A-Za-z0-9]{18,34})"),
    token("slack_token.user", kSlackToken, "xoxp-",
          "xoxp-(\\d{8,14}-){2,3}([a-f0-9]{32}|[A-Za-z0-9]{24,34})"),
    token("slack_token.app", kSlackToken, "xapp-",
          "xapp-\\d-[A-Z0-9]{8,13}-\\d{8,15}-[a-f0-9]{32,64}"),
    token("slack_token.workspace", kSlackToken, "xoxa-", "xoxa-(\\d-)?[A-Za-z0-9-]{20,200}"),
    token("slack_token.refresh", kSlackToken, "xoxr-", "xoxr-(\\d-)?[A-Za-z0-9-]{20,200}"),
    token("slack_token.session", kSlackToken, "xoxs-", "xoxs-(\\d{8,14}-){2,3}[a-f0-9]{10,64}"),
    token("slack_token.cookie", kSlackToken, "xoxd-", "xoxd-[A-Za-z0-9%+/=]{40,300}"),
    token("slack_token.client", kSlackToken, "xoxc-", "xoxc-(\\d{8,14}-){2,3}[a-f0-9]{32,64}"),
    token("slack_token.config", kSlackToken, "xoxe", "xoxe(\\.xox[bp])?-\\d-[A-Za-z0-9-]{100,400}"),
    // The first part is base64 of a decimal number: it starts with M, N or O.
    token("chat_bot_token.discord", kChatBotToken, nullptr,
          "[MNO][A-Za-z0-9]{22,27}\\.[\\w-]{5,7}\\.[\\w-]{27,38}"),
    // Payment
    token("payment_api_key.stripe", kPaymentApiKey, "sk_live_", "sk_live_[A-Za-z0-9]{24,107}"),
    token("payment_api_key.stripe_restricted", kPaymentApiKey, "rk_live_",
          "rk_live_[A-Za-z0-9]{24,107}"),
    token("payment_api_key.stripe_org", kPaymentApiKey, "sk_org_live_",
          "sk_org_live_[A-Za-z0-9]{24,107}"),
    token("payment_api_key.stripe_webhook", kPaymentApiKey, "whsec_",
          "whsec_[A-Za-z0-9+/=]{32,48}"),
    token("payment_api_key.square", kPaymentApiKey, "sq0atp-", "sq0atp-[\\w-]{22}"),
    token("payment_api_key.square_secret", kPaymentApiKey, "sq0csp-", "sq0csp-[\\w-]{43}"),
    token("payment_api_key.square_access", kPaymentApiKey, "EAAA", "EAAA[\\w-]{60}", random_tail),
    token("payment_api_key.razorpay", kPaymentApiKey, "rzp_live_", "rzp_live_[A-Za-z0-9]{14}"),
    token("payment_api_key.mollie", kPaymentApiKey, "live_", "live_[A-Za-z0-9]{30}", random_tail),
    token("payment_api_key.gocardless", kPaymentApiKey, "live_", "live_[\\w=-]{40,43}",
          random_tail),
    token("payment_api_key.flutterwave", kPaymentApiKey, "FLWSECK-", "FLWSECK-[A-Za-z0-9]{32}-X"),
    token("payment_api_key.flutterwave_v3", kPaymentApiKey, "FLWSECK-",
          "FLWSECK-[a-f0-9]{32}-[a-z0-9]{10,14}vt-X"),
    token("payment_api_key.braintree", kPaymentApiKey, "access_token$production$",
          "access_token\\$production\\$[a-z0-9]{16}\\$[a-f0-9]{32}"),
    token("payment_api_key.shippo", kPaymentApiKey, "shippo_live_", "shippo_live_[a-f0-9]{40}"),
    token("payment_api_key.easypost", kPaymentApiKey, "EZAK", "EZAK[A-Za-z0-9]{54}"),
    token("payment_api_key.duffel", kPaymentApiKey, "duffel_live_", "duffel_live_[\\w=-]{43}"),
    token("payment_api_key.paddle", kPaymentApiKey, "pdl_live_apikey_",
          "pdl_live_apikey_[a-z0-9]{26}_[A-Za-z0-9]{22}_[A-Za-z0-9]{3}"),
    token("payment_api_key.adyen", kPaymentApiKey, "AQE",
          "AQE[A-Za-z0-9]{5,10}[A-Za-z0-9+/=-]{60,400}", random_tail),
    // Models
    token("llm_api_key.openai_project", kLlmApiKey, "sk-proj-", "sk-proj-[\\w-]{40,240}"),
    token("llm_api_key.openai_service", kLlmApiKey, "sk-svcacct-", "sk-svcacct-[\\w-]{40,240}"),
    token("llm_api_key.openai_admin", kLlmApiKey, "sk-admin-", "sk-admin-[\\w-]{40,240}"),
    token("llm_api_key.openai", kLlmApiKey, "sk-", "sk-[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}"),
    token("llm_api_key.openai_like", kLlmApiKey, "sk-", "sk-[A-Za-z0-9]{32,64}", random_tail),
    token("llm_api_key.anthropic", kLlmApiKey, "sk-ant-",
          "sk-ant-(api|admin|oat|sid|ort)\\d\\d-[\\w-]{60,120}"),
    token("llm_api_key.huggingface", kLlmApiKey, "hf_", "hf_[A-Za-z0-9]{34,37}"),
    token("llm_api_key.huggingface_org", kLlmApiKey, "api_org_", "api_org_[A-Za-z]{34}"),
    token("llm_api_key.groq", kLlmApiKey, "gsk_", "gsk_[A-Za-z0-9]{48,56}"),
    token("llm_api_key.replicate", kLlmApiKey, "r8_", "r8_[A-Za-z0-9]{37}"),
    token("llm_api_key.perplexity", kLlmApiKey, "pplx-", "pplx-[A-Za-z0-9]{48,56}"),
    token("llm_api_key.xai", kLlmApiKey, "xai-", "xai-[A-Za-z0-9]{70,90}"),
    token("llm_api_key.openrouter", kLlmApiKey, "sk-or-v1-", "sk-or-v1-[a-f0-9]{64}"),
    token("llm_api_key.nvidia", kLlmApiKey, "nvapi-", "nvapi-[\\w-]{60,70}"),
    token("llm_api_key.fireworks", kLlmApiKey, "fw_", "fw_[A-Za-z0-9]{22,24}", random_tail),
    token("llm_api_key.together", kLlmApiKey, "tgp_v1_", "tgp_v1_[\\w-]{43}"),
    token("llm_api_key.cerebras", kLlmApiKey, "csk-", "csk-[a-z0-9]{48}"),
    token("llm_api_key.elevenlabs", kLlmApiKey, "sk_", "sk_[a-f0-9]{48}"),
    token("llm_api_key.anyscale", kLlmApiKey, "esecret_", "esecret_[A-Za-z0-9]{28,40}"),
    token("llm_api_key.voyage", kLlmApiKey, "pa-", "pa-[\\w-]{43}", random_tail),
    token("llm_api_key.jina", kLlmApiKey, "jina_", "jina_[a-f0-9]{32}[\\w-]{28}"),
    token("llm_api_key.llama_cloud", kLlmApiKey, "llx-", "llx-[A-Za-z0-9]{48}"),
    token("llm_api_key.pinecone", kLlmApiKey, "pcsk_", "pcsk_[A-Za-z0-9]{5,6}_[A-Za-z0-9]{63}"),
    token("llm_api_key.tavily", kLlmApiKey, "tvly-", "tvly-(dev-|prod-)?[A-Za-z0-9]{32}"),
    token("llm_api_key.stability", kLlmApiKey, "sk-stab-", "sk-stab-[A-Za-z0-9]{32,64}"),
    token("llm_api_key.langfuse", kLlmApiKey, "sk-lf-",
          "sk-lf-[a-f0-9]{8}(-[a-f0-9]{4}){3}-[a-f0-9]{12}"),
    // Package registries
    token("package_registry_token.npm", kPackageRegistryToken, "npm_", "npm_[A-Za-z0-9]{36}",
          crc_or_label),
    token("package_registry_token.pypi", kPackageRegistryToken, "pypi-",
          "pypi-AgE[IN][\\w-]{40,400}"),
    token("package_registry_token.rubygems", kPackageRegistryToken, "rubygems_",
          "rubygems_[a-f0-9]{48}"),
    token("package_registry_token.docker", kPackageRegistryToken, "dckr_pat_",
          "dckr_pat_[\\w-]{27}"),
    token("package_registry_token.docker_org", kPackageRegistryToken, "dckr_oat_",
          "dckr_oat_[\\w-]{32}"),
    token("package_registry_token.nuget", kPackageRegistryToken, "oy2", "oy2[a-z2-7]{43}"),
    token("package_registry_token.crates", kPackageRegistryToken, "cio", "cio[A-Za-z0-9]{32}",
          random_tail),
    token("package_registry_token.clojars", kPackageRegistryToken, "CLOJARS_",
          "CLOJARS_[a-f0-9]{60}"),
    // Mail and messages
    token("messaging_api_key.sendgrid", kMessagingApiKey, "SG.", "SG\\.[\\w-]{22}\\.[\\w-]{43}"),
    token("messaging_api_key.mailgun", kMessagingApiKey, "key-", "key-[a-f0-9]{32}"),
    token("messaging_api_key.twilio", kMessagingApiKey, "SK", "SK[a-f0-9]{32}"),
    token("messaging_api_key.brevo", kMessagingApiKey, "xkeysib-",
          "xkeysib-[a-f0-9]{64}-[A-Za-z0-9]{16}"),
    token("messaging_api_key.brevo_smtp", kMessagingApiKey, "xsmtpsib-",
          "xsmtpsib-[a-f0-9]{64}-[A-Za-z0-9]{16}"),
    token("messaging_api_key.resend", kMessagingApiKey, "re_", "re_[A-Za-z0-9]{8}_[A-Za-z0-9]{24}"),
    token("messaging_api_key.onesignal", kMessagingApiKey, "os_v2_",
          "os_v2_(app|org)_[a-z2-7]{80,120}"),
    // Development tools
    token("devtool_token.vault", kDevtoolToken, "hvs.", "hvs\\.[\\w-]{24,300}"),
    token("devtool_token.vault_batch", kDevtoolToken, "hvb.", "hvb\\.[\\w-]{90,400}"),
    token("devtool_token.vault_recovery", kDevtoolToken, "hvr.", "hvr\\.[\\w-]{24,300}"),
    token("devtool_token.databricks", kDevtoolToken, "dapi", "dapi[a-f0-9]{32}(-\\d)?"),
    token("devtool_token.doppler", kDevtoolToken, "dp.",
          "dp\\.(pt|st|ct|sa|scim|audit)\\.([\\w-]{2,35}\\.)?[A-Za-z0-9]{40,44}"),
    token("devtool_token.postman", kDevtoolToken, "PMAK-", "PMAK-[a-f0-9]{24}-[a-f0-9]{34}"),
    token("devtool_token.grafana", kDevtoolToken, "glsa_", "glsa_[A-Za-z0-9]{32}_[A-Fa-f0-9]{8}"),
    token("devtool_token.grafana_cloud", kDevtoolToken, "glc_", "glc_[A-Za-z0-9+/]{32,400}={0,3}"),
    token("devtool_token.grafana_key", kDevtoolToken, "eyJrIjoi",
          "eyJrIjoi[A-Za-z0-9]{60,400}={0,3}"),
    token("devtool_token.newrelic", kDevtoolToken, "NRAK-", "NRAK-[A-Z0-9]{27}"),
    token("devtool_token.newrelic_insert", kDevtoolToken, "NRII-", "NRII-[\\w-]{32}"),
    token("devtool_token.newrelic_browser", kDevtoolToken, "NRJS-", "NRJS-[a-f0-9]{19}"),
    token("devtool_token.sentry", kDevtoolToken, "sntryu_", "sntryu_[a-f0-9]{64}"),
    token("devtool_token.sentry_org", kDevtoolToken, "sntrys_",
          "sntrys_eyJ[A-Za-z0-9+/=_-]{60,400}"),
    token("devtool_token.sonarqube", kDevtoolToken, "sqp_", "sqp_[a-f0-9]{40}"),
    token("devtool_token.sonarqube_user", kDevtoolToken, "squ_", "squ_[a-f0-9]{40}"),
    token("devtool_token.sonarqube_global", kDevtoolToken, "sqa_", "sqa_[a-f0-9]{40}"),
    token("devtool_token.circleci", kDevtoolToken, "CCIPAT_",
          "CCIPAT_[A-Za-z0-9]{20,24}_[a-f0-9]{40}"),
    token("devtool_token.circleci_project", kDevtoolToken, "CCIPRJ_",
          "CCIPRJ_[A-Za-z0-9]{20,24}_[a-f0-9]{40}"),
    token("devtool_token.buildkite", kDevtoolToken, "bkua_", "bkua_[a-z0-9]{40}"),
    token("devtool_token.posthog", kDevtoolToken, "phc_", "phc_[A-Za-z0-9]{43}"),
    token("devtool_token.posthog_personal", kDevtoolToken, "phx_", "phx_[A-Za-z0-9]{43,47}"),
    token("devtool_token.pagerduty", kDevtoolToken, "u+", "u\\+[\\w-]{18}", random_tail),
    token("devtool_token.artifactory", kDevtoolToken, "AKCp", "AKCp[A-Za-z0-9]{69}"),
    token("devtool_token.artifactory_reference", kDevtoolToken, "cmVmdGtu",
          "cmVmdGtu[A-Za-z0-9]{56}"),
    token("devtool_token.dynatrace", kDevtoolToken, "dt0",
          "dt0[cs]\\d\\d\\.[A-Z2-7]{24}\\.[A-Z2-7]{64}"),
    token("devtool_token.pulumi", kDevtoolToken, "pul-", "pul-[a-f0-9]{40}"),
    token("devtool_token.prefect", kDevtoolToken, "pnu_", "pnu_[A-Za-z0-9]{36}"),
    token("devtool_token.octopus", kDevtoolToken, "API-", "API-[A-Z0-9]{26,36}", random_tail),
    token("devtool_token.launchdarkly", kDevtoolToken, "sdk-",
          "sdk-[a-f0-9]{8}(-[a-f0-9]{4}){3}-[a-f0-9]{12}"),
    token("devtool_token.launchdarkly_api", kDevtoolToken, "api-",
          "api-[a-f0-9]{8}(-[a-f0-9]{4}){3}-[a-f0-9]{12}"),
    token("devtool_token.sourcegraph", kDevtoolToken, "sgp_",
          "sgp_(([a-f0-9]{16}|local)_)?[a-f0-9]{40}"),
    token("devtool_token.infracost", kDevtoolToken, "ico-", "ico-[A-Za-z0-9]{32}", random_tail),
    token("devtool_token.harness", kDevtoolToken, "pat.",
          "pat\\.[A-Za-z0-9_-]{22}\\.[a-f0-9]{24}\\.[A-Za-z0-9]{20}"),
    token("devtool_token.langsmith", kDevtoolToken, "lsv2_",
          "lsv2_(pt|sk)_[a-f0-9]{32}_[a-f0-9]{10}"),
    token("devtool_token.readme", kDevtoolToken, "rdme_", "rdme_[a-z0-9]{70}"),
    token("devtool_token.axiom", kDevtoolToken, "xaat-",
          "xaat-[a-f0-9]{8}(-[a-f0-9]{4}){3}-[a-f0-9]{12}"),
    token("devtool_token.honeycomb", kDevtoolToken, "hcaik_", "hcaik_[A-Za-z0-9]{50,64}"),
    token("devtool_token.wandb", kDevtoolToken, "wandb_v1_", "wandb_v1_[A-Za-z0-9]{60,90}"),
    token("devtool_token.apify", kDevtoolToken, "apify_api_", "apify_api_[A-Za-z0-9]{36,40}"),
    token("devtool_token.adafruit", kDevtoolToken, "aio_", "aio_[A-Za-z0-9]{28}"),
    // Business applications
    token("saas_token.shopify", kSaasToken, "shp", "shp(at|ss|ca|pa)_[a-fA-F0-9]{32}"),
    token("saas_token.notion", kSaasToken, "ntn_", "ntn_[A-Za-z0-9]{44,48}"),
    token("saas_token.notion_old", kSaasToken, "secret_", "secret_[A-Za-z0-9]{43}", random_tail),
    token("saas_token.linear", kSaasToken, "lin_api_", "lin_api_[A-Za-z0-9]{40}"),
    token("saas_token.linear_oauth", kSaasToken, "lin_oauth_", "lin_oauth_[a-f0-9]{64}"),
    token("saas_token.airtable", kSaasToken, "pat", "pat[A-Za-z0-9]{14}\\.[a-f0-9]{64}"),
    token("saas_token.figma", kSaasToken, "figd_", "figd_[\\w-]{40,43}"),
    token("saas_token.figma_user", kSaasToken, "figu_", "figu_[\\w-]{40,43}"),
    token("saas_token.atlassian", kSaasToken, "ATATT3", "ATATT3[\\w=-]{60,280}"),
    token("saas_token.atlassian_service", kSaasToken, "ATCTT3", "ATCTT3[\\w=-]{60,280}"),
    token("saas_token.trello", kSaasToken, "ATTA", "ATTA[a-f0-9]{64}([A-F0-9]{8})?"),
    token("saas_token.dropbox", kSaasToken, "sl.", "sl\\.(u\\.)?[\\w-]{100,1500}"),
    token("saas_token.hubspot", kSaasToken, "pat-",
          "pat-(na|eu|ap)\\d-[a-fA-F0-9]{8}(-[a-fA-F0-9]{4}){3}-[a-fA-F0-9]{12}"),
    token("saas_token.salesforce", kSaasToken, "00D",
          "00D[A-Za-z0-9]{12,15}![A-Za-z0-9._]{40,160}"),
    token("saas_token.asana", kSaasToken, "0/", "0/[a-f0-9]{32}"),
    token("saas_token.asana_new", kSaasToken, "1/", "1/\\d{12,20}:[a-f0-9]{32}"),
    token("saas_token.asana_v2", kSaasToken, "2/", "2/\\d{12,20}/\\d{12,20}:[a-f0-9]{32}"),
    token("saas_token.instagram", kSaasToken, "IGQ", "IGQV?[A-Z][A-Za-z0-9_-]{60,260}"),
    token("saas_token.instagram_new", kSaasToken, "IGAA", "IGAA[A-Za-z0-9_-]{100,260}"),
    token("saas_token.typeform", kSaasToken, "tfp_", "tfp_[A-Za-z0-9]{44}_[A-Za-z0-9]{14}"),
    token("saas_token.typeform_old", kSaasToken, "tfp_", "tfp_[\\w.=-]{59}"),
    token("saas_token.contentful", kSaasToken, "CFPAT-", "CFPAT-[\\w-]{43}"),
    token("saas_token.clickup", kSaasToken, "pk_", "pk_\\d{5,10}_[A-Z0-9]{32}"),
    token("saas_token.mapbox", kSaasToken, "sk.eyJ", "sk\\.eyJ[\\w-]{40,160}\\.[\\w-]{22}"),
    token("saas_token.zuplo", kSaasToken, "zpka_", "zpka_[a-z0-9]{32}_[a-f0-9]{8}"),
    token("saas_token.frameio", kSaasToken, "fio-u-", "fio-u-[\\w=-]{64}"),
    token("saas_token.zoho", kSaasToken, "1000.", "1000\\.[a-f0-9]{32}\\.[a-f0-9]{32}"),
    token("saas_token.calcom", kSaasToken, "cal_live_", "cal_live_[a-f0-9]{32}"),
    token("saas_token.adobe", kSaasToken, "p8e-", "p8e-[A-Za-z0-9]{32}", random_tail),
    token("saas_token.pubnub", kSaasToken, "sec-c-", "sec-c-[A-Za-z0-9+/=-]{36,60}"),
    // Keys of their own form
    token("encryption_key.age", kEncryptionKey, "AGE-SECRET-KEY-1", "AGE-SECRET-KEY-1[A-Z0-9]{58}"),
    token("bearer_token.twitter", kBearerToken, "AAAAAAAAAAAAAAAAAAAAA",
          "AAAAAAAAAAAAAAAAAAAAA[A-Za-z0-9%]{50,100}", random_tail),
    token("bearer_token.facebook", kBearerToken, "EAA", "EAA[A-Za-z0-9]{80,260}", random_tail),
    token("bearer_token.paseto", kBearerToken, "v2.local.",
          "v2\\.local\\.[\\w-]{40,600}(\\.[\\w-]+)?"),
    token("bearer_token.paseto_v4", kBearerToken, "v4.local.",
          "v4\\.local\\.[\\w-]{40,600}(\\.[\\w-]+)?"),
    token("customer_id.stripe", kCustomerId, "cus_", "cus_[A-Za-z0-9]{14,24}"),
};

constexpr RuleInfo kInfos[] = {
    {"chat_bot_token.telegram", kChatBotToken}, {"messaging_api_key.mailchimp", kMessagingApiKey},
    {"devtool_token.terraform", kDevtoolToken}, {"azure_key.entra", kAzureKey},
    {"saas_token.deepl", kSaasToken},           {"azure_key.devops", kAzureKey},
};
constexpr const RuleInfo& kTelegram = kInfos[0];
constexpr const RuleInfo& kMailchimp = kInfos[1];
constexpr const RuleInfo& kTerraform = kInfos[2];
constexpr const RuleInfo& kEntra = kInfos[3];
constexpr const RuleInfo& kDeepl = kInfos[4];
constexpr const RuleInfo& kDevops = kInfos[5];

bool is_url_char(char c) { return is_alnum(c) || c == '_' || c == '-'; }
bool is_low_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); }

void add_live(const Page& page, const RuleInfo& rule, size_t begin, size_t end, Found& found) {
  if (live(page, begin, end)) found.add(rule, begin, end, 0.98F);
}

/// 8 to 10 digits ":AA" 33: "bot" may be glued before it, as in URLs of the bot API.
void match_telegram(const Page& page, size_t colon, size_t, Found& found) {
  const size_t begin = run_left(page.text, colon, 11, is_digit);
  if (colon - begin < 8 || colon - begin > 10) return;
  const size_t end = run_right(page.text, colon + 1, 36, is_url_char);
  if (end - colon != 36) return;
  add_live(page, kTelegram, begin, end, found);
}

/// A14 ".atlasv1." A60 to 70.
void match_terraform(const Page& page, size_t anchor, size_t anchor_end, Found& found) {
  const size_t begin = run_left(page.text, anchor, 15, is_alnum);
  const size_t end =
      run_right(page.text, anchor_end, 71, [](char c) { return is_url_char(c) || c == '='; });
  if (anchor - begin != 14 || end - anchor_end < 60 || end - anchor_end > 70) return;
  add_live(page, kTerraform, begin, end, found);
}

/// 32 hex "-us" 1 or 2 digits.
void match_mailchimp(const Page& page, size_t anchor, size_t anchor_end, Found& found) {
  const size_t begin = run_left(page.text, anchor, 33, is_low_hex);
  const size_t end = run_right(page.text, anchor_end, 3, is_digit);
  if (anchor - begin != 32 || end == anchor_end || end - anchor_end > 2) return;
  if (is_wordish(page.at(end)) || (begin > 0 && is_wordish(page.text[begin - 1]))) return;
  add_live(page, kMailchimp, begin, end, found);
}

/// A3 ("7Q~" or "8Q~") 31 to 34 of letters, digits, ~ . _ -
void match_entra(const Page& page, size_t anchor, size_t anchor_end, Found& found) {
  if (anchor == 0 || !(page.text[anchor - 1] == '7' || page.text[anchor - 1] == '8')) return;
  const auto member = [](char c) { return is_url_char(c) || c == '~' || c == '.'; };
  const size_t begin = run_left(page.text, anchor - 1, 4, member);
  size_t end = run_right(page.text, anchor_end, 36, member);
  if (end > anchor_end && page.text[end - 1] == '.') --end;
  if (anchor - 1 - begin != 3 || end - anchor_end < 31 || end - anchor_end > 34) return;
  add_live(page, kEntra, begin, end, found);
}

/// A76 "AZDO" A4, a personal access token of Azure DevOps.
void match_devops(const Page& page, size_t anchor, size_t anchor_end, Found& found) {
  const size_t begin = run_left(page.text, anchor, 77, is_alnum);
  const size_t end = run_right(page.text, anchor_end, 5, is_alnum);
  if (anchor - begin == 76 && end - anchor_end == 4) add_live(page, kDevops, begin, end, found);
}

/// UUID ":fx", the key of a free account.
void match_deepl(const Page& page, size_t anchor, size_t anchor_end, Found& found) {
  if (anchor < 36 || is_wordish(page.at(anchor_end))) return;
  if (is_uuid(page.text.substr(anchor - 36, 36)))
    add_live(page, kDeepl, anchor - 36, anchor_end, found);
}

/// The rows with their compiled shapes, for values that the engine does not see in one piece.
std::span<const CompiledValue> forms(const Page& page) { return page.registry->values_of(kValues); }

/// By row: the first byte of its anchor, or NUL where it has none. A few hundred bytes that turn
/// nearly all rows away without a look at them.
constexpr auto kFirstBytes = [] {
  std::array<char, std::size(kValues)> bytes{};
  for (size_t i = 0; i < bytes.size(); ++i)
    bytes[i] = kValues[i].anchor == nullptr ? '\0' : kValues[i].anchor[0];
  return bytes;
}();

/// Whether `value`, which is not empty, may have the form of kValues[row].
bool may_start(size_t row, std::string_view value) {
  const char first = kFirstBytes[row];
  return first == '\0' || (first == value[0] && value.starts_with(kValues[row].anchor));
}

/// A token whose plain text is cut off by a line end or the end of a literal.
void match_broken_token(const Page& page, size_t begin, size_t, Found& found) {
  const std::string_view text = page.text;
  if (begin > 0 && is_wordish(text[begin - 1])) return;
  const Joined joined = join_value(text, begin);
  if (joined.breaks.empty()) return;
  const std::string_view plain = std::string_view(joined.text).substr(0, joined.breaks[0]);
  const CompiledValue* best = nullptr;
  size_t length = 0;
  const std::span<const CompiledValue> all = forms(page);
  for (size_t i = 0; i < all.size(); ++i) {
    if (kFirstBytes[i] == '\0' || !may_start(i, joined.text)) continue;
    const CompiledValue& form = all[i];
    // The first piece is a token already: what follows is other text.
    if (form.shape.match(plain, 0) == plain.size()) return;
    const size_t n = form.shape.match(joined.text, 0);
    if (n == Shape::npos || n <= joined.breaks[0] || n <= length) continue;
    if (n < joined.text.size() && is_alnum(joined.text[n])) continue;
    best = &form;
    length = n;
  }
  if (best == nullptr) return;
  const std::string_view token = std::string_view(joined.text).substr(0, length);
  if (is_dummy_token(token)) return;
  if (best->row->accept == crc_or_label && !crc_token_ok(token) && !has_secret_label(page, begin))
    return;
  for (const ByteSpan& span : joined.spans(length))
    found.add(best->row->info, span.begin, span.end, 0.97F);
}

/// The prefixes of at least four characters; the shorter ones are too common to read twice.
constexpr const char* kPrefixes =
    "AKIA|ASIA|ABIA|ACCA|ABSK|AIza|GOCSPX-|1//0|ya29.|dop_v1_|doo_v1_|dor_v1_|HRKU-AA|"
    "v1.0-|FlyV1 |fm2_|fo1_|nfp_|LTAI|AKID|sbp_|sb_secret_|pscale_tkn_|pscale_pw_|"
    "pscale_oauth_|tskey-|rnd_|sha256~|tk-us-|AQVN|vercel_blob_rw_|vcp_|napi_|ddp_|"
    "xau_|bce-v3/ALTAK-|ghp_|gho_|ghu_|ghs_|ghr_|github_pat_|glpat-|glptt-|gldt-|"
    "glrt-|GR1348941|glft-|glsoat-|glcbt-|glagent-|gloas-|glimt-|glffct-|ATBB|xoxb-|"
    "xoxp-|xapp-|xoxa-|xoxr-|xoxs-|xoxd-|xoxc-|xoxe|sk_live_|rk_live_|sk_org_live_|"
    "whsec_|sq0atp-|sq0csp-|EAAA|rzp_live_|live_|FLWSECK-|access_token$production$|"
    "shippo_live_|EZAK|duffel_live_|pdl_live_apikey_|sk-proj-|sk-svcacct-|sk-admin-|"
    "sk-ant-|api_org_|gsk_|pplx-|xai-|sk-or-v1-|nvapi-|tgp_v1_|csk-|esecret_|jina_|"
    "llx-|pcsk_|tvly-|sk-stab-|sk-lf-|npm_|pypi-|rubygems_|dckr_pat_|dckr_oat_|"
    "CLOJARS_|key-|xkeysib-|xsmtpsib-|os_v2_|hvs.|hvb.|hvr.|dapi|PMAK-|glsa_|glc_|"
    "eyJrIjoi|NRAK-|NRII-|NRJS-|sntryu_|sntrys_|sqp_|squ_|sqa_|CCIPAT_|CCIPRJ_|bkua_|"
    "phc_|phx_|AKCp|cmVmdGtu|pul-|pnu_|API-|sdk-|api-|sgp_|ico-|pat.|lsv2_|rdme_|"
    "xaat-|hcaik_|wandb_v1_|apify_api_|aio_|ntn_|secret_|lin_api_|lin_oauth_|figd_|"
    "figu_|ATATT3|ATCTT3|ATTA|pat-|IGAA|tfp_|CFPAT-|sk.eyJ|zpka_|fio-u-|1000.|"
    "cal_live_|p8e-|sec-c-|AGE-SECRET-KEY-1|AAAAAAAAAAAAAAAAAAAAA|v2.local.|v4.local.|"
    "cus_";

constexpr AnchorRule kAnchors[] = {
    {":AA", match_telegram, AnchorKind::kLiteral},
    {".atlasv1.", match_terraform, AnchorKind::kLiteral},
    {"-us", match_mailchimp, AnchorKind::kLiteral},
    {"Q~", match_entra, AnchorKind::kLiteral},
    {":fx", match_deepl, AnchorKind::kLiteral},
    {"AZDO", match_devops, AnchorKind::kLiteral},
    {kPrefixes, match_broken_token, AnchorKind::kLiteral},
};

}  // namespace

const RuleInfo* token_form(const Page& page, std::string_view value) {
  if (value.size() < 14) return nullptr;
  const std::span<const CompiledValue> all = forms(page);
  for (size_t i = 0; i < all.size(); ++i) {
    if (!may_start(i, value)) continue;
    const CompiledValue& form = all[i];
    if (form.shape.match(value, 0) != value.size()) continue;
    // A generic form only if the value is random.
    if (form.row->accept == random_tail && !looks_random(value)) continue;
    return is_dummy_token(value) ? nullptr : &form.row->info;
  }
  return nullptr;
}

RuleTable token_rules() { return {.values = kValues, .anchors = kAnchors, .infos = kInfos}; }

}  // namespace lauter::scan
