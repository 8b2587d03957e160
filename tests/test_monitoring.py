"""monitoring/: what its rules and its dashboard ask Prometheus for is what the desk exports."""

import json
import re
from pathlib import Path
from typing import Final

import yaml
from prometheus_client.parser import text_string_to_metric_families

from service.app import create_app
from store.db import transaction
from store.lookups import sources
from tests.fixtures.desk_parts import article, person, sign_in, work_through

_MONITORING: Final = Path(__file__).parent.parent / "monitoring"
_JOB: Final = yaml.safe_load((_MONITORING / "prometheus.yml").read_text())["scrape_configs"][0]["job_name"]


def test_alerts_and_dashboard_ask_for_metrics_that_there_are(desk: str) -> None:
    with transaction(desk) as conn:
        sources.register_sources(conn, [sources.SourceInfo("shelf", "The shelf", True)])
    article(desk, person(desk, "admin"))
    work_through(desk)
    client = create_app().test_client()
    sign_in(client, "admin")
    client.get("/metrics")  # of which the next one tells
    exported: dict[str, dict[str, set[str]]] = {"up": {"job": {_JOB}}}
    for family in text_string_to_metric_families(client.get("/metrics").get_data(as_text=True)):
        for sample in family.samples:
            labels = exported.setdefault(sample.name, {})
            for name, value in sample.labels.items():
                labels.setdefault(name, set()).add(value)
    rules = yaml.safe_load((_MONITORING / "alerts.yml").read_text())["groups"][0]["rules"]
    panels = json.loads((_MONITORING / "grafana" / "factdesk.json").read_text())["panels"]
    assert all({"summary", "action"} <= set(rule["annotations"]) for rule in rules)
    asked = [(rule["expr"], re.findall(r"\$labels\.(\w+)", str(rule["annotations"]))) for rule in rules]
    asked += [
        (target["expr"], re.findall(r"{{(\w+)}}", target["legendFormat"]))
        for panel in panels
        for target in panel["targets"]
    ]
    assert [wrong for expression, shown in asked for wrong in _unknown(expression, shown, exported)] == []


def test_what_no_metric_has_is_seen() -> None:
    exported = {"factdesk_jobs": {"kind": {"split"}, "state": {"failed"}}}
    assert _unknown('sum by (kind) (factdesk_jobs{state="failed"})', ["kind"], exported) == []
    assert _unknown("factdesk_job", [], exported) == ["factdesk_job"]
    assert _unknown('factdesk_jobs{status="failed"}', [], exported) == ["factdesk_jobs{status}"]
    assert _unknown('factdesk_jobs{state="lost"}', [], exported) == ['factdesk_jobs{state="lost"}']
    assert _unknown("sum by (route) (factdesk_jobs)", [], exported) == ["route of sum by (route) (factdesk_jobs)"]
    assert _unknown("sum by (kind) (factdesk_jobs)", ["state"], exported) == [
        "state of sum by (kind) (factdesk_jobs)"
    ]


def _unknown(expression: str, shown: list[str], exported: dict[str, dict[str, set[str]]]) -> list[str]:
    """What an expression asks for that is not exported: metrics, labels, their values, and labels shown beside it."""
    wrong: list[str] = []
    left: set[str] = set()
    for name, matchers in re.findall(r"\b(up|factdesk_\w+)(?:{([^}]*)})?", expression):
        labels = exported.get(name)
        if labels is None:
            wrong.append(name)
            continue
        left |= labels.keys()
        for label, how, value in re.findall(r'(\w+)(=~|=)"([^"]*)"', matchers):
            if label not in labels:
                wrong.append(f"{name}{{{label}}}")
            elif how == "=" and value not in labels[label]:
                wrong.append(f'{name}{{{label}="{value}"}}')
    by = {label for found in re.findall(r"by \(([^)]*)\)", expression) for label in found.split(", ")}
    wrong += [f"{label} of {expression}" for label in sorted(by - left)] if left else []
    return wrong + [f"{label} of {expression}" for label in shown if label not in (by or left)]
