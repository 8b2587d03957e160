"""Deleting an article: what hangs on it goes, what is public stays, and claims judged with its own go on."""

import pytest
import sqlalchemy as sa

from store import audit, progress, queue
from store.articles import removal, revisions
from store.claims import claims
from store.db import NotFound, transaction
from store.people import Actor
from tests.fixtures.changing_article import SCHOOLS, VOTE, WELLS, ChangingArticle
from tests.fixtures.desk_parts import article, person


@pytest.fixture
def at(desk: str) -> ChangingArticle:
    return ChangingArticle(desk, WELLS, VOTE, SCHOOLS)


def _delete(at: ChangingArticle, actor: Actor) -> removal.ArticleRemoval:
    with transaction(at.url) as conn:
        return removal.remove_article(conn, at.id, actor)


def test_an_article_goes_with_all_that_hangs_on_it(at: ChangingArticle) -> None:
    claim_id = at.claim("The council").id
    at.step(claim_id, "take")
    at.write(claim_id)
    at.says(WELLS, VOTE)
    with transaction(at.url) as conn:
        plan = removal.plan_article_removal(conn, at.id)
    assert (plan.revisions, sum(plan.claims.values()), plan.claims["researching"], plan.verdicts) == (2, 3, 1, 1)
    assert _delete(at, at.checker) == plan
    with transaction(at.url) as conn:
        with pytest.raises(NotFound):
            progress.get_article(conn, at.id)
        assert conn.execute(sa.select(sa.func.count()).select_from(revisions)).scalar_one() == 0
        assert conn.execute(sa.select(sa.func.count()).select_from(queue.work)).scalar_one() == 0
        entry = audit.list_audit_entries(conn, "article", at.id)[0]
    assert (entry.event, entry.actor, (entry.details or {})["revisions"]) == ("deleted", "checker", 2)
    assert at.says(WELLS) != at.id


def test_what_was_published_keeps_its_article(at: ChangingArticle) -> None:
    claim_id = at.claim("The council").id
    at.publish(claim_id)
    for _ in range(2):
        with pytest.raises(removal.NotAllowed, match="keeps its article"):
            _delete(at, at.reviewer)
        with transaction(at.url) as conn:
            (check,) = removal.plan_article_removal(conn, at.id).published
        if not check.withdrawn:
            at.step(claim_id, "withdraw", at.reviewer, reason="wrong")
    assert check.withdrawn


def test_only_who_added_it_and_seniors_delete_an_article(at: ChangingArticle) -> None:
    with pytest.raises(removal.NotAllowed, match="only who added it"):
        _delete(at, person(at.url, "checker", "eva"))
    _delete(at, at.reviewer)


def test_claims_of_other_articles_that_were_judged_with_its_own_go_on(at: ChangingArticle) -> None:
    others = [article(at.url, at.checker, f"{VOTE}.\n\nPrices rose by {n} percent in Alder.") for n in (3, 4)]
    head = at.claim("The council").id
    at.step(head, "take")
    with transaction(at.url) as conn:
        assert removal.plan_article_removal(conn, at.id).released == 2
    _delete(at, at.checker)
    with transaction(at.url) as conn:
        found = [
            next(c for c in claims.list_claims(conn, claims.ClaimFilters(article_id=n)) if "voted" in c.statement)
            for n in others
        ]
    assert [(claim.state, claim.head_id) for claim in found] == [("triage", None), ("triage", found[0].id)]
