# What stands behind each word of `uses` in the topology: variables of belajar/runtime/settings.py, secrets, signing.
# tests/infra hold the words against belajar/wiring.py and the variables against the settings that a builder reads.

locals {
  # Read by functions directly, or the same for all.
  common_variables = {
    BELAJAR_PROJECT          = var.project
    BELAJAR_SITE_URL         = local.site_origins[0]
    BELAJAR_OPERATIONS_EMAIL = var.operations_email
    BELAJAR_LETTER_BUCKET    = "${var.project}-letters"
    BELAJAR_ROSTER_BUCKET    = "${var.project}-rosters"
    # The load balancer appends the caller and itself, and ingress lets nobody past it.
    BELAJAR_TRUSTED_PROXIES = "2"
  }

  variables_of_use = {
    bus         = {}
    directory   = { BELAJAR_WORKSPACE_ADMIN = var.workspace_admin }
    files       = {}
    identities  = { BELAJAR_IDENTITY_AUDIENCE = var.identity_audience }
    keys        = { BELAJAR_KMS_KEY = module.keys.mac_key }
    mailer      = local.mail_variables
    peppers     = { BELAJAR_PEPPER_FILE = "/secrets/pepper/value" }
    report_keys = { BELAJAR_REPORT_KEYS_FILE = "/secrets/report-keys/value" }
    ringkas_keys = {
      BELAJAR_RINGKAS_KEYS_FILE = "/secrets/ringkas-keys/value"
    }
    store  = { BELAJAR_DATABASE = var.database }
    texter = local.text_variables
  }

  text_variables = merge(
    { BELAJAR_TEXTER_ADAPTER = var.texter.adapter, BELAJAR_TEXTER_TOKEN_FILE = "/secrets/texter-token/value" },
    var.texter.adapter == "twilio" ? {
      BELAJAR_TWILIO_ACCOUNT_SID = var.texter.twilio_account_sid
      BELAJAR_TWILIO_SENDER      = var.texter.twilio_sender
    } : { BELAJAR_TEXTER_URL = var.texter.url },
  )

  by_smtp = var.mail.adapter == "smtp"
  mail_variables = merge(
    { BELAJAR_MAIL_ADAPTER = var.mail.adapter, BELAJAR_MAIL_FROM = var.mail.from },
    local.by_smtp ? {
      BELAJAR_SMTP_HOST          = var.mail.smtp_host
      BELAJAR_SMTP_PORT          = tostring(var.mail.smtp_port)
      BELAJAR_SMTP_USER          = var.mail.smtp_user
      BELAJAR_SMTP_TLS           = "true"
      BELAJAR_SMTP_PASSWORD_FILE = "/secrets/smtp-password/value"
    } : {},
  )

  secret_of_use = merge(
    {
      peppers      = "pepper"
      report_keys  = "report-keys"
      ringkas_keys = "ringkas-keys"
      texter       = "texter-token"
    },
    local.by_smtp ? { mailer = "smtp-password" } : {},
  )
  secrets = toset(values(local.secret_of_use))

  # A process reads its secrets once, when it starts; a changed variable is a new revision of the service.
  restarts = { for use in keys(local.secret_of_use) : use => { ROTATION = var.rotation } }

  # These sign as the function's own identity; module step sets whose that is.
  signing_uses = concat(["directory", "files"], local.by_smtp ? [] : ["mailer"])
}
