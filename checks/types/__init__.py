"""The values that `checks/` takes and gives: frozen dataclasses by subject, without a server behind them.

Offsets count code points; `start` is inclusive, `end` exclusive.
"""
