bucket = "belajar-id-dev-state"
prefix = "system"
