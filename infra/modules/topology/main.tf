# What follows from topology.yaml by computing alone: no provider, so that it can be planned and tested anywhere.

locals {
  _raw      = yamldecode(file(var.path))
  _defaults = local._raw.subscriptions_defaults

  topics = {
    for topic, own in local._raw.subscriptions : topic => merge(local._defaults, { foreign = null }, own)
  }

  functions = {
    for name, own in local._raw.functions : name => merge(
      { routes = [], buckets = {}, cpu = 1, memory_mb = 512 },
      own,
      {
        # Cloud Run allows no underscore in the name of a service.
        service   = replace(name, "_", "-")
        publishes = contains(own.publishes, "*") ? keys(local.topics) : own.publishes
        listens   = anytrue([for topic in local.topics : contains(topic.functions, name)])
      }
    )
  }

  deliveries = merge([
    for topic, own in local.topics : {
      for function in own.functions : "${topic}.${function}" => merge(own, { topic = topic, function = function })
    }
  ]...)

  # Literal segments come before placeholders: "~" sorts behind every character that a path of ours may have.
  _routes = flatten([
    for name, own in local.functions : [
      for route in own.routes : {
        template = replace(split(" ", route)[1], "/\\{[^}]*\\}/", "~")
        function = name
      }
    ]
  ])
  _templates = { for route in local._routes : route.template => route.function... }
  paths = [
    for template in sort(keys(local._templates)) : {
      template = replace(template, "~", "*")
      function = one(distinct(local._templates[template]))
    }
  ]

  schedules = {
    for name, own in local._raw.schedules : name => merge(own, {
      type = "id.belajar.${replace(own.topic, "-", ".")}"
    })
  }

  _pairs = merge(
    { for pair in flatten([
      for collection, fields in local._raw.unindexed : [
        for field in fields : { collection = collection, field = field, indexed = false }
      ]
    ]) : "${pair.collection}.${pair.field}" => pair },
    { for pair in flatten([
      for collection, fields in local._raw.indexed : [
        for field in fields : { collection = collection, field = field, indexed = true }
      ]
    ]) : "${pair.collection}.${pair.field}" => pair },
    # A field that grows with time is never indexed: the index would cap the collection's writes.
    { for collection, field in local._raw.ttl : "${collection}.${field}" => {
      collection = collection, field = field, indexed = false
    } },
  )
  fields = {
    for key, pair in local._pairs : key => merge(pair, {
      ttl = lookup(local._raw.ttl, pair.collection, "") == pair.field
    })
  }

  indexes = { for index in local._raw.indexes : "${index.collection}.${join(".", index.fields)}" => index }
}
