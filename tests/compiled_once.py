"""What Flask compiles for each application anew, kept for all applications of a process of tests."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule


def install() -> None:
    """Let the applications that are made from now on share their templates' bytecode and the builders of addresses."""
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": _Templates()}
    _share_builders(Rule._compile_builder)


class _Templates(BytecodeCache):
    """The bytecode of templates in memory; Jinja compares the source of each before it takes it."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template's bytecode, where it was compiled before."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template's bytecode."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


def _share_builders(compile_builder: Callable[[Rule, bool], Any]) -> None:
    """Keep the function that builds a rule's address; it is bound to each rule, whose converters it uses."""
    kept: dict[tuple[str, str | None, str, bool], Any] = {}

    def shared(rule: Rule, append_unknown: bool = True) -> Any:
        key = (rule.rule, rule.subdomain, repr(rule.defaults), append_unknown)
        if key not in kept:
            kept[key] = compile_builder(rule, append_unknown)
        return kept[key]

    Rule._compile_builder = shared  # type: ignore[method-assign]
