bucket = "belajar-id-prod-state"
prefix = "system"
