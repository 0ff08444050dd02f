# Values of one environment and nothing else. Names of projects, accounts and hosts are examples until they exist.

project         = "belajar-id-prod"
domains         = ["belajar.id"]
billing_account = "000000-000000-000000"
runbooks        = "https://git.belajar.id/akun/blob/main/docs/runbooks"

operations_email  = "operasi@belajar.id"
alert_emails      = ["operasi@belajar.id"]
workspace_admin   = "layanan@belajar.id"
identity_audience = "000000000000-prod.apps.googleusercontent.com"
roster_senders    = ["group:dapodik@belajar.id"]

# Another value, say the day, when a secret has a new version: docs/rotation.md.
rotation = "1"

mail = {
  adapter   = "smtp"
  from      = "Akun Pembelajaran <layanan@belajar.id>"
  smtp_host = "smtp.belajar.id"
  smtp_user = "layanan"
}

texter = { adapter = "http", url = "https://sms.belajar.id/v1/kirim" }
budget = { currency = "IDR", monthly_amount = 500000000 }

# Initial passwords and codes of 57 million people hang on this key.
key_protection_level = "HSM"
backup_days          = 30
