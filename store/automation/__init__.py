"""Automation rules: what the machine does to claims as they come to triage."""
