"""Macros that pages import are made once for all of them, whoever asks and in whatever language."""

from collections.abc import Iterator
from typing import Final

from jinja2 import Environment, nodes

from tests.running import made_once

_OF_BLOCKS: Final = {"caller", "loop"}


def _imported(environment: Environment) -> Iterator[tuple[str, nodes.Template]]:
    """The templates that are imported without the context of the page."""
    names = set()
    for name in environment.list_templates(extensions=["html"]):
        for each in _imports(_parsed(environment, name)):
            if not each.with_context and isinstance(each.template, nodes.Const):
                names.add(each.template.value)
    assert len(names) > 15
    return ((name, _parsed(environment, name)) for name in sorted(names))


def _imports(template: nodes.Template) -> list[nodes.Import | nodes.FromImport]:
    return [*template.find_all(nodes.Import), *template.find_all(nodes.FromImport)]


def _parsed(environment: Environment, name: str) -> nodes.Template:
    assert environment.loader
    return environment.parse(environment.loader.get_source(environment, name)[0])


def _bound(template: nodes.Template) -> set[str]:
    """The names that a template gives a value itself."""
    bound = {each.name for each in template.find_all(nodes.Name) if each.ctx in ("store", "param")}
    bound |= {each.name for each in template.find_all(nodes.Macro)}
    bound |= {each.target for each in template.find_all(nodes.Import)}
    return bound | {str(name) for each in template.find_all(nodes.FromImport) for name in each.names}


def test_what_is_imported_without_context_reads_nothing_of_the_page(desk: str) -> None:
    environment = made_once.new_app().jinja_env
    known = {*environment.globals, *_OF_BLOCKS}
    read = {
        (name, each.name)
        for name, template in _imported(environment)
        for each in template.find_all(nodes.Name)
        if each.ctx == "load" and each.name not in known | _bound(template)
    }
    assert read == set()


def test_what_is_imported_without_context_says_nothing_outside_its_macros(desk: str) -> None:
    """It would say it to everybody in the language of the first page."""
    said = [
        (name, type(each).__name__)
        for name, template in _imported(made_once.new_app().jinja_env)
        for outside in template.body
        if not isinstance(outside, nodes.Macro)
        for each in outside.find_all((nodes.Call, nodes.Filter))
    ]
    assert said == []
