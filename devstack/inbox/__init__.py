"""The local stack's mail relay: takes real SMTP, shows what arrived, and can refuse on purpose."""
