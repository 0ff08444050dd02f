bucket = "belajar-id-staging-state"
prefix = "system"
