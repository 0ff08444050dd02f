# What the function may do, from `uses`, `publishes` and `buckets` of the topology and from nothing else.

locals {
  bucket_roles = {
    read   = "roles/storage.objectViewer"
    create = "roles/storage.objectCreator"
    write  = "roles/storage.objectUser"
  }
}

# store. Firestore knows no grant on a database itself; the condition is as narrow as it gets.
resource "google_project_iam_member" "store" {
  for_each = toset(contains(var.function.uses, "store") ? ["store"] : [])
  project  = var.project
  role     = "roles/datastore.user"
  member   = local.member

  condition {
    title      = "Only the system's database"
    expression = "resource.name == \"${var.database}\""
  }
}

# bus
resource "google_pubsub_topic_iam_member" "publisher" {
  for_each = toset(contains(var.function.uses, "bus") ? var.function.publishes : [])
  project  = var.project
  topic    = var.topics[each.value]
  role     = "roles/pubsub.publisher"
  member   = local.member
}

# keys: sign, and see which version is the newest that is enabled.
resource "google_kms_crypto_key_iam_member" "signer" {
  for_each      = toset(contains(var.function.uses, "keys") ? ["keys"] : [])
  crypto_key_id = var.mac_key
  role          = "roles/cloudkms.signer"
  member        = local.member
}

resource "google_kms_crypto_key_iam_member" "lister" {
  for_each      = toset(contains(var.function.uses, "keys") ? ["keys"] : [])
  crypto_key_id = var.mac_key
  role          = "roles/cloudkms.viewer"
  member        = local.member
}

# peppers, report_keys, ringkas_keys, mailer, texter
resource "google_secret_manager_secret_iam_member" "reader" {
  for_each  = var.secrets
  project   = var.project
  secret_id = each.value
  role      = "roles/secretmanager.secretAccessor"
  member    = local.member
}

# files
resource "google_storage_bucket_iam_member" "files" {
  for_each = { for name, right in var.function.buckets : name => right if contains(var.function.uses, "files") }
  bucket   = var.buckets[each.key]
  role     = local.bucket_roles[each.value]
  member   = local.member
}

# directory, files, mailer by Gmail: signJwt and signBlob as oneself, so that no key file exists.
resource "google_service_account_iam_member" "signs_as_itself" {
  for_each           = toset(local.signs ? ["signs"] : [])
  service_account_id = google_service_account.this.name
  role               = "roles/iam.serviceAccountTokenCreator"
  member             = local.member
}
