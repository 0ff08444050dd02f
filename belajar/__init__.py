"""The shared parts of all functions: runtime, ports, adapters, rules."""
