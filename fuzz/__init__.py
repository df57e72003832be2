"""Fuzzing of all that reads what strangers write: answers of platforms, webhooks, files. `make fuzz`."""
