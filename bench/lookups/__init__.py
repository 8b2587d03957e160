"""Lookups per second of one worker, beside what the answer times of its sources allow."""
