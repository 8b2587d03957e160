"""Pages in the reader's language: which is chosen, how dates and numbers are written, what stays English."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import feedparser
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import LanguageAccept

from service.app import create_app
from service.language import catalogues, formats
from service.language.choice import choose, speak
from service.language.sentences import translate
from store.db import transaction
from store.newsroom import profile
from tests.fixtures.cluster_parts import POLAND, Desk
from tests.fixtures.desk_parts import compact, person, sign_in, token

GERMAN = {"Accept-Language": "de-AT,de;q=0.8,en;q=0.5"}


@pytest.fixture
def reader(at: Desk) -> FlaskClient:
    """Somebody who is not signed in."""
    return create_app().test_client()


def _speaks(client: FlaskClient, path: str, **headers: str) -> str:
    page = client.get(path, headers=headers, follow_redirects=True).get_data(as_text=True)
    found = re.search(r'<html lang="(\w+)">', page)
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("own", "accepted", "chosen"),
    [
        ("de", [("en", 1)], "de"),
        (None, [("fr", 1), ("de-CH", 0.9), ("en", 0.5)], "de"),
        (None, [("en-US", 1), ("de", 0.5)], "en"),
        ("xx", [("de", 1)], "de"),
        (None, [("fr", 1)], None),
        (None, [], None),
    ],
)
def test_the_own_setting_goes_before_the_browser(
    own: str | None, accepted: list[tuple[str, float]], chosen: str
) -> None:
    assert choose(own, LanguageAccept(accepted)) == chosen


_HEAD = 'msgid ""\nmsgstr "Plural-Forms: {forms};\\n"\n\n#: static/js/a.js:1\n'


def test_a_language_of_three_plural_forms_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forms = "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2)"
    (tmp_path / "pl.po").write_text(_HEAD.format(forms=forms) + 'msgid "Save"\nmsgstr "Zapisz"\n')
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path)
    with pytest.raises(ValueError, match=r"pl\.po has 3 plural forms"):
        catalogues.catalogue("pl")


def test_scripts_get_both_forms_of_a_plural_and_nothing_untranslated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plural = 'msgid "one row"\nmsgid_plural "%(num)s rows"\nmsgstr[0] "én rad"\nmsgstr[1] "%(num)s rader"\n'
    untranslated = '\n#: static/js/a.js:2\nmsgid "Save"\nmsgstr ""\n'
    (tmp_path / "nb.po").write_text(
        _HEAD.format(forms="nplurals=2; plural=(n != 1)") + plural + untranslated, encoding="utf-8"
    )
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path)
    assert catalogues.script_messages("nb") == {"one row": "én rad", "%(num)s rows": "%(num)s rader"}


def test_a_person_chooses_the_language_of_their_pages(client: FlaskClient) -> None:
    assert _speaks(client, "/account") == "en"
    assert _speaks(client, "/account", **GERMAN) == "de"
    csrf = token(client.get("/account").get_data(as_text=True))
    client.post("/account/language", data={"csrf": csrf, "language": "de"})
    page = client.get("/account").get_data(as_text=True)
    assert '<html lang="de">' in page
    assert "Mein Konto" in page
    assert "Ihre Rolle ist: Faktenchecker." in compact(page)
    assert client.post("/account/language", data={"csrf": csrf, "language": "xx"}).status_code == 422
    client.post("/account/language", data={"csrf": csrf, "language": ""})
    assert _speaks(client, "/account") == "en"


def test_public_pages_and_the_desk_of_a_silent_browser_speak_the_newsrooms_language(
    at: Desk, reader: FlaskClient
) -> None:
    claim = at.comes(POLAND)
    at.publish(claim, "False")
    assert _speaks(reader, "/fact-checks", **GERMAN) == "en"
    with transaction(at.url) as conn:
        profile.change_newsroom(
            conn, at.reviewer, name="", contact="", method="", corrections_policy="", language="de"
        )
    assert _speaks(reader, "/fact-checks", **{"Accept-Language": "en"}) == "de"
    assert _speaks(reader, "/sign-in") == "de"
    assert _speaks(reader, "/sign-in", **{"Accept-Language": "en"}) == "en"
    index = reader.get("/fact-checks").get_data(as_text=True)
    assert "Alle Faktenchecks" in index
    assert "<span>Falsch</span>" in index
    feed = feedparser.parse(reader.get("/fact-checks.rss").data)
    assert feed.feed.title.startswith("Faktenchecks von ")
    assert feed.feed.language == "de"
    assert feed.entries[0].title.startswith("Falsch: “")
    today = datetime.now(UTC)
    assert re.search(rf">{today.day}\. \w+ {today.year}</time>", index)


def test_caches_are_informed_that_the_browsers_languages_count(reader: FlaskClient, client: FlaskClient) -> None:
    assert "Accept-Language" in reader.get("/sign-in").headers.get("Vary", "")
    assert "Accept-Language" not in reader.get("/fact-checks").headers.get("Vary", "")


def test_an_admin_sets_the_language_of_public_pages(at: Desk) -> None:
    person(at.url, "admin")
    browser = create_app().test_client()
    sign_in(browser, "admin")
    csrf = token(browser.get("/settings").get_data(as_text=True))
    browser.post("/settings/newsroom", data={"csrf": csrf, "language": "de"})
    with transaction(at.url) as conn:
        assert profile.get_newsroom(conn).language == "de"


def test_programs_read_english_and_people_what_is_wrong_in_their_language(client: FlaskClient) -> None:
    reported = client.get("/api/v1/claims/99999", headers=GERMAN).get_json()
    assert (reported["title"], reported["detail"]) == ("Not found", "there is no claim 99999")
    page = compact(client.get("/claims/99999", headers=GERMAN).get_data(as_text=True))
    assert "<h1>Nicht gefunden</h1>" in page
    assert "es gibt keine Behauptung 99999" in page


def test_a_step_that_is_refused_says_why_in_german(client: FlaskClient, at: Desk) -> None:
    csrf = token(client.get("/account").get_data(as_text=True))
    answer = client.post("/account/name", data={"csrf": csrf, "name": " "}, headers=GERMAN)
    assert answer.status_code == 422
    assert "ein Name ist nötig" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("source gives “34 million”", "die Quelle nennt „34 million“"),
        ("source gives 7 %: within “7 %”", "die Quelle nennt 7 %: innerhalb von „7 %“"),
        ("source gives “126”: 37 % less than 340", "die Quelle nennt „126“: 37 % weniger als 340"),
        ("Eurostat gives “126”: 7.3 % less than 8,400", "Eurostat nennt „126“: 7,3 % weniger als 8.400"),
        (
            "source gives “10 percent of the vote”: 18 percentage points less than 28 %; the claim says “28 percent”",
            "die Quelle nennt „10 percent of the vote“: 18 Prozentpunkte weniger als 28 %; "
            "die Behauptung sagt „28 percent“",
        ),
        (
            "source gives “61 seats; more than 5”: within “61 of the 150 seats”",
            "die Quelle nennt „61 seats; more than 5“: innerhalb von „61 of the 150 seats“",
        ),
        (
            "source gives “9 crowns”: 33 % more than 700 million; 700 million is read as 650 million to 750 million",
            "die Quelle nennt „9 crowns“: 33 % mehr als 700 Millionen; "
            "700 Millionen wird als 650 Millionen bis 750 Millionen gelesen",
        ),
        (
            "source gives “Two banks”: the claim says that there is none",
            "die Quelle nennt „Two banks“: die Behauptung sagt, dass es keine gibt",
        ),
        ("scope differs: Eurostat speaks of “the EU”", "anderer Umfang: Eurostat spricht von „the EU“"),
        (
            "date differs: AP gives “1991”, the claim “1992”",
            "anderes Datum: AP nennt „1991“, die Behauptung „1992“",
        ),
        ("mentions the matter, gives no percentage", "erwähnt die Sache, nennt keinen Prozentsatz"),
        (
            "source gives “21”: 65 % less than 6,000 per 100,000",
            "die Quelle nennt „21“: 65 % weniger als 6.000 pro 100.000",
        ),
        ("more than 1 million US dollars", "mehr als 1 Million US-Dollar"),
        ("about 2.4 square kilometres", "etwa 2,4 Quadratkilometer"),
        ("3.1 times as much as 24 buses", "das 3,1-fache von 24 buses"),
        ("nothing less than war", "nothing less than war"),
        ("a report of more than 5 pages", "a report of more than 5 pages"),
        ("a password has at least 12 characters", "ein Passwort hat mindestens 12 Zeichen"),
        ("in review", "in der Abnahme"),
        ("Alder to Birk: a town walk", "Alder to Birk: a town walk"),
        ("", ""),
    ],
)
def test_sentences_of_the_checks_are_reported_in_german(english: str, german: str) -> None:
    assert translate(english, "de") == german
    assert translate(english, "en") == english


def test_numbers_and_dates_follow_the_language() -> None:
    then = datetime(2026, 11, 28, 14, 5, 9, tzinfo=UTC)
    with Flask("pages").test_request_context():
        speak("de")
        assert [formats.number(1_500_000), formats.number(12_345), formats.number(5e12)] == [
            "1,5 Mio.",
            "12.345",
            "5 Bio.",
        ]
        assert [formats.integer(12_345), formats.decimal(0.625, 2), formats.number(36.56e6)] == [
            "12.345",
            "0,62",
            "36,56 Mio.",
        ]
        assert [formats.long_day(then), formats.short_day(then), formats.near_day(then)] == [
            "28. November 2026",
            "28.11.2026",
            "28. Nov.",
        ]
        assert formats.ago(datetime.now(UTC) - timedelta(hours=3)) == "vor 3 h"
    with Flask("pages").test_request_context():
        speak("en")
        assert [formats.number(1_500_000), formats.number(12_345), formats.number(5e12)] == [
            "1.5 million",
            "12,345",
            "5 trillion",
        ]
        assert [formats.long_day(then), formats.short_day(then), formats.near_day(then)] == [
            "28 November 2026",
            "2026-11-28",
            "28 Nov",
        ]
        assert formats.full_time(then) == "2026-11-28 14:05:09 UTC"
        assert formats.ago(datetime.now(UTC) - timedelta(hours=3)) == "3 h ago"
        nearly = [timedelta(seconds=59.7), timedelta(minutes=59.99), timedelta(hours=23.9), timedelta(days=359.9)]
        assert [formats.ago(datetime.now(UTC) - span) for span in nearly] == [
            "1 min ago",
            "1 h ago",
            "1 d ago",
            "1 y ago",
        ]
        assert [formats.age(datetime.now(UTC) - span) for span in nearly] == ["1 m", "1 h", "1 d", "1 y"]
        assert formats.duration(3900) == "1 h 5 min"


def test_the_keys_are_the_same_in_both_languages(client: FlaskClient) -> None:
    def keys(**headers: str) -> tuple[list[str], list[str], list[str]]:
        page = client.get("/triage", headers=headers).get_data(as_text=True)
        return tuple(
            re.findall(pattern, page) for pattern in (r'data-key="(.)"', r'data-go="(.)"', r"<kbd>(.)</kbd>")
        )  # type: ignore[return-value]

    assert keys() == keys(**GERMAN)
    assert len(keys()[1]) > 8


def test_what_is_at_no_address_is_reported_within_the_desk_in_the_persons_language(
    at: Desk, reader: FlaskClient
) -> None:
    person(at.url, "checker", "vera")
    strange = reader.get("/nowhere")
    assert (strange.status_code, "/triage" in strange.get_data(as_text=True)) == (404, False)
    sign_in(reader, "vera")
    found = reader.get("/nowhere", headers=GERMAN)
    page = found.get_data(as_text=True)
    assert (found.status_code, 'href="/triage"' in page, "unter dieser Adresse ist nichts" in page) == (
        404,
        True,
        True,
    )
