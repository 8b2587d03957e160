"""What is the same in many tests, made once a process: the web application and what Flask compiles for each one anew,
how a text is split, the embeddings of its claims, and what a process imports that reads a file.
"""

import subprocess
import sys
from functools import lru_cache, wraps
from importlib import import_module
from types import SimpleNamespace
from typing import Any

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule

from checks.nlp.encoder import encoder
from embedded.forked import CAN_FORK
from settings import settings
from tests.running.commands import fork_reader

_MOST = 500  # texts of which it is kept


def install() -> None:
    """Let the applications that are made from now on share the bytecode of their templates and their compiled rules,
    and the workers' steps what they compute of the same texts.
    """
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": _Templates()}
    _share_rules()
    _share_applications()
    if split := sys.modules.get("workers.tasks.split"):
        vars(split)["split"] = lru_cache(maxsize=_MOST)(vars(split)["split"])
    if embeddings := sys.modules.get("workers.embeddings"):
        vars(embeddings)["encoder"] = _Encoder
    if (reader := sys.modules.get("workers.sandbox.reader")) and CAN_FORK:
        vars(reader)["subprocess"] = SimpleNamespace(**{**vars(subprocess), "Popen": fork_reader})


def new_app() -> Flask:
    """An application of the caller's own, which may be changed; `create_app` gives those that tests share."""
    made = vars(import_module("service.app"))["create_app"]
    app: Flask = getattr(made, "__wrapped__", made)()
    return app


def _share_applications() -> None:
    """Have `create_app` give the same application wherever what it reads of the settings is the same."""
    if (module := sys.modules.get("service.app")) is None:
        return
    create_app, made = vars(module)["create_app"], dict[object, Flask]()

    @wraps(create_app)
    def shared() -> Flask:
        key = settings().secret_key, settings().secure, settings().proxies
        if key not in made:
            made[key] = create_app()
        return made[key]

    for each in list(sys.modules.values()):
        if getattr(each, "__dict__", {}).get("create_app") is create_app:
            vars(each)["create_app"] = shared


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


class _Encoder:
    """The encoder as the step needs it that fills in embeddings."""

    def sentences(self, texts: list[str]) -> Any:
        """The vectors of these texts: the same ones were encoded together before, or are now."""
        return _encoded(tuple(texts)).copy()


@lru_cache(maxsize=_MOST)
def _encoded(texts: tuple[str, ...]) -> Any:
    return encoder().sentences(texts)


def _share_rules() -> None:
    """Keep what a rule is compiled to: its parts, its converters, and the functions that build addresses, which are
    bound to each rule.
    """
    compile_rule, kept = Rule.compile, {}

    def shared(rule: Rule) -> None:
        key = (
            rule.rule,
            rule.subdomain,
            repr(rule.defaults),
            rule.merge_slashes,
            rule.map and rule.map.host_matching,
        )
        if key not in kept:
            compile_rule(rule)
            compiled = {name: rule.__dict__[name] for name in ("_parts", "_trace", "_converters", "arguments")}
            kept[key] = compiled, rule._build.__func__, rule._build_unknown.__func__  # type: ignore[attr-defined]
        compiled, build, build_unknown = kept[key]
        vars(rule).update({name: each.copy() for name, each in compiled.items()})
        rule._build, rule._build_unknown = build.__get__(rule), build_unknown.__get__(rule)

    Rule.compile = shared  # type: ignore[method-assign]
