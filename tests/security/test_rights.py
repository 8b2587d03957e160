"""Every route has its line in the table of rights, and refuses whom it must."""

import pytest
from flask.testing import FlaskClient

from service.app import create_app
from service.auth import ANYBODY, rule_of
from store import people, tokens
from store.db import transaction
from tests.fixtures.desk_parts import PASSWORD, person, sign_in, token

PUBLIC = {
    "health.alive",
    "health.ready",
    "sign_in.sign_in_page",
    "sign_in.sign_in",
    "sign_in.sign_in_link_page",
    "sign_in.redeem_sign_in_link",
    "sign_in.sign_out",
    "sign_in.sign_in_code_page",
    "openid.begin_openid",
    "openid.finish_openid",
    "sign_in.check_sign_in_code",
    "fact_checks.fact_checks_page",
    "fact_checks.fact_check_page",
    "about.method_page",
    "about.corrections_policy_page",
    "about.logo_picture",
    "embeds.embedded_fact_check",
    "error_reports.error_report_page",
    "error_reports.send_error_report",
    "evidence_pack.download_evidence_pack",
    "static_files.old_static_file",
    "syndication.rss_feed",
    "syndication.atom_feed",
    "syndication.json_feed",
    "syndication.sitemap_index",
    "syndication.sitemap_of_month",
    "websub.verify_intent",
    "websub.take_push",
    "syndication.robots_file",
    "openapi.openapi_document",
    "openapi.api_docs_page",
}
WITHOUT_FORM = {"websub.take_push"}  # whose senders sign what they send; they know no session and no form
ADMIN = {
    "metrics.list_metrics",
    "people.people_page",
    "people.add_person",
    "people.change_person",
    "people.make_sign_in_link",
    "people.invite_again",
    "audit_log.audit_page",
    "people.rename_colleague",
    "people.reset_second_factor",
    "mail.mail_page",
    "mail.send_mail_again",
    "newsroom_settings.settings_page",
    "newsroom_settings.change_newsroom_profile",
    "newsroom_settings.change_newsroom_logo",
    "newsroom_settings.change_rating_labels",
    "newsroom_settings.change_decline_reasons",
    "newsroom_settings.change_worth_threshold",
    "automation_rules.rules_page",
    "automation_rules.new_rule_page",
    "automation_rules.add_rule",
    "automation_rules.rule_page",
    "automation_rules.change_rule",
    "automation_rules.switch_rule",
    "automation_rules.move_rule",
    "automation_rules.remove_rule",
    "api_automation_rules.list_rules",
    "api_automation_rules.add_rule",
    "api_automation_rules.get_rule",
    "api_automation_rules.put_rule",
    "api_automation_rules.remove_rule",
    "sources.source_page",
    "sources.change_source_options",
    "sources.switch_source",
    "sources.test_source",
    "api_sources.change_source",
    "api_sources.test_source",
    "api_sources.get_source_test",
    "overview.clear_sample_page",
    "overview.clear_sample",
    "rating_mappings.rating_mappings_page",
    "rating_mappings.decide_rating",
    "api_external_fact_checks.put_rating_mapping",
    "api_exports.export_everything",
    "api_exports.export_all_csv",
    "api_exports.export_one_csv",
    "api_desk_import.import_desk",
    "api_webhooks.add_webhook",
    "api_webhooks.list_webhooks",
    "api_webhooks.get_webhook",
    "api_webhooks.change_webhook",
    "api_webhooks.remove_webhook",
    "api_webhooks.renew_webhook_secret",
    "api_deliveries.list_deliveries",
    "api_deliveries.get_delivery",
    "api_deliveries.send_delivery_again",
    "api_deliveries.test_webhook",
    "webhooks.webhooks_page",
    "webhooks.add_webhook",
    "webhooks.webhook_page",
    "webhooks.change_webhook",
    "webhooks.pause_webhook",
    "webhooks.resume_webhook",
    "webhooks.renew_webhook_secret",
    "webhooks.test_webhook",
    "webhooks.remove_webhook",
    "webhooks.send_delivery_again",
}


@pytest.fixture
def client(desk: str) -> FlaskClient:
    return create_app().test_client()


def _routes(client: FlaskClient) -> list[tuple[str, str, str]]:
    app = client.application
    values = {
        "claim_id": 1,
        "evidence_id": 1,
        "article_id": 1,
        "person_id": 1,
        "token_id": 1,
        "import_id": 1,
        "feed_id": 1,
        "webhook_id": 1,
        "delivery_id": 1,
        "rating_id": 1,
        "rest": "imports",
        "document_id": 1,
        "slug": "x",
        "resource": "articles",
        "secret": "x",
        "report_id": 1,
        "view_id": 1,
        "notice_id": 1,
        "note_id": 1,
        "request_id": 1,
        "session_id": 1,
        "backfill_id": 1,
        "rule_id": 1,
        "key": "x",
        "token": "x",
        "old": "x",
        "month": "2026-11",
        "filename": "css/base.css",
        "name": "shelf",
        "number": 1,
    }
    found = []
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        given = {name: values[name] for name in rule.arguments}
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            found.append((rule.endpoint, method, adapter.build(rule.endpoint, given, method=method)))
    return found


def test_every_view_has_its_rule(client: FlaskClient) -> None:
    for endpoint, view in client.application.view_functions.items():
        if endpoint == "static":
            continue
        rule = rule_of(view)
        assert rule, endpoint
        assert (rule == ANYBODY) == (endpoint in PUBLIC), endpoint
        assert (rule.roles == ("admin",)) == (endpoint in ADMIN), endpoint


def test_nobody_sees_nothing_and_changes_nothing(client: FlaskClient) -> None:
    for endpoint, method, path in _routes(client):
        answer = client.open(path, method=method)
        if endpoint in WITHOUT_FORM:
            assert answer.status_code == 404, (endpoint, answer.status_code)
        elif method != "GET":
            assert answer.status_code in (401, 403), (endpoint, answer.status_code)
        elif endpoint not in PUBLIC:
            assert answer.status_code in (302, 401), (endpoint, answer.status_code)


def test_changes_need_the_form_s_token_and_admin_pages_an_admin(desk: str, client: FlaskClient) -> None:
    person(desk, "checker")
    sign_in(client, "checker")
    csrf = token(client.get("/articles/add").get_data(as_text=True))
    for endpoint, method, path in _routes(client):
        if method != "GET":
            refused = 404 if endpoint in WITHOUT_FORM else 403
            assert client.open(path, method=method, data={}).status_code == refused, endpoint
        if endpoint in ADMIN:
            assert client.open(path, method=method, data={"csrf": csrf}).status_code == 403, endpoint


def test_a_token_keeps_within_its_scopes(desk: str, client: FlaskClient) -> None:
    actor = person(desk, "reviewer")
    with transaction(desk) as conn:
        header = {"Authorization": f"Bearer {tokens.create_token(conn, actor.id or 0, 'read', ['read'])}"}
    assert client.get("/api/v1/claims", headers=header).status_code == 200
    refused = client.post("/api/v1/articles", json={"text": "x"}, headers=header)
    assert refused.status_code == 403
    assert refused.content_type == "application/problem+json"
    assert client.get("/triage", headers=header).status_code == 403
    assert client.get("/api/v1/claims", headers={"Authorization": "Bearer fd_wrong"}).status_code == 401


def test_a_link_works_once_and_a_new_password_ends_sessions(desk: str, client: FlaskClient) -> None:
    actor = person(desk, "checker")
    with transaction(desk) as conn:
        secret = people.create_sign_in_link(conn, actor.id or 0)
    csrf = token(client.get(f"/sign-in/{secret}").get_data(as_text=True))
    assert client.post(f"/sign-in/{secret}", data={"csrf": csrf}).status_code == 302
    other = client.application.test_client()
    csrf = token(other.get(f"/sign-in/{secret}").get_data(as_text=True))
    assert other.post(f"/sign-in/{secret}", data={"csrf": csrf}).status_code == 403
    with transaction(desk) as conn:
        people.set_password(conn, actor.id or 0, PASSWORD + " new")
    assert client.get("/triage").status_code == 302


def test_sign_in_is_limited(desk: str, client: FlaskClient) -> None:
    csrf = token(client.get("/sign-in").get_data(as_text=True))
    tries = [
        client.post("/sign-in", data={"csrf": csrf, "email": "a@b.c", "password": "x"}).status_code
        for _ in range(12)
    ]
    assert tries == [422] * 10 + [429] * 2


def test_bad_input_names_its_field(desk: str, client: FlaskClient) -> None:
    actor = person(desk, "checker")
    with transaction(desk) as conn:
        header = {"Authorization": f"Bearer {tokens.create_token(conn, actor.id or 0, 'all', tokens.SCOPES)}"}
    for body, field in (
        ({"text": ""}, "text"), ({"txt": "x"}, "txt"), ({"text": "x", "url": "javascript:alert(1)"}, "url"),
        ({"text": "x", "published": "soon"}, "published"), ({"text": "x", "html": "x"}, "text"),
    ):  # fmt: skip
        answer = client.post("/api/v1/articles", json=body, headers=header)
        assert answer.status_code == 422
        assert answer.json
        assert field in {error["field"] for error in answer.json["errors"]}
    assert (
        client.post(
            "/api/v1/articles", data="{", headers={**header, "Content-Type": "application/json"}
        ).status_code
        == 400
    )
    assert client.post("/api/v1/articles", data="x", headers=header).status_code == 415
    assert client.get("/api/v1/claims?cursor=xx", headers=header).status_code == 422
    assert client.get("/api/v1/claims/9999", headers=header).status_code == 404


@pytest.mark.parametrize("days", ["-1", "0", "²", "4000", "1e3"])
def test_a_token_of_impossible_days_is_refused_and_not_made(desk: str, client: FlaskClient, days: str) -> None:
    actor = person(desk, "checker")
    sign_in(client, "checker")
    given = {"csrf": token(client.get("/tokens").get_data(as_text=True)), "name": "all", "scopes": "read"}
    assert client.post("/tokens", data={**given, "days": days}).status_code == 422
    assert client.post("/tokens", data={**given, "name": "n" * 200_000}).status_code == 422
    with transaction(desk) as conn:
        assert tokens.list_tokens(conn, actor.id or 0) == []
