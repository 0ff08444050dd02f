# All from the topology: composite indexes, single-field exceptions, times to live.

resource "google_firestore_index" "this" {
  for_each    = var.indexes
  project     = var.project
  database    = google_firestore_database.this.name
  collection  = each.value.collection
  query_scope = "COLLECTION"

  dynamic "fields" {
    for_each = each.value.fields
    content {
      field_path = fields.value
      order      = "ASCENDING"
    }
  }
}

resource "google_firestore_field" "this" {
  for_each   = var.fields
  project    = var.project
  database   = google_firestore_database.this.name
  collection = each.value.collection
  field      = each.value.field

  # An empty block switches the automatic indexes off.
  index_config {
    dynamic "indexes" {
      for_each = each.value.indexed ? ["ASCENDING"] : []
      content {
        order = indexes.value
      }
    }
  }

  dynamic "ttl_config" {
    for_each = each.value.ttl ? ["ttl"] : []
    content {}
  }
}
