"""The steps of extraction, each with a sentence: heads, conditions, subjects, what is left out, claimants, kinds."""

from datetime import date

import pytest

from checks.extraction import MOST_TOKENS, ArticleText, split_many
from checks.extraction.attribution import attributions
from checks.extraction.claimants import Claimants, ReadSentence
from checks.extraction.claimants.speakers import spoken_paragraphs
from checks.extraction.clauses import FactClause, find_clauses
from checks.extraction.clauses.clause import CONDITIONAL, COORDINATED, MAIN, PARTICIPIAL, SAID, marked
from checks.extraction.clauses.clauses import trimmed
from checks.extraction.clauses.conditions import bound_verbs
from checks.extraction.clauses.heads import clause_heads
from checks.extraction.clauses.subjects import is_past_tense, shared_subject
from checks.extraction.coreference import MentionMemory, surname
from checks.extraction.extractor import ArticleExtractor
from checks.extraction.kinds import kind_of
from checks.extraction.quotations import NO_QUOTATIONS, find_quotations
from checks.extraction.statement import StatementContext, ellipsis, write_statement
from checks.extraction.statement.filling import StatementDraft
from checks.extraction.unread import NOT_READ, unread_parts, whole_phrase
from checks.nlp.tree import Sentence
from tests.checks.extraction.parsed import sentence


def _clauses(whole: Sentence) -> list[FactClause]:
    return find_clauses(whole, list(attributions(whole)))


def _heads(text: str) -> dict[str, str]:
    whole = sentence(text)
    return {whole.words[i].text: rule for i, rule in clause_heads(whole, list(attributions(whole))).items()}


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("The council counted 40 boats and sold three.", {"counted": MAIN, "sold": COORDINATED}),
        ("Police said that five men were arrested.", {"said": "only says who says it", "arrested": SAID}),
        ("The storm hit the coast, killing 12 people.", {"hit": MAIN, "killing": PARTICIPIAL}),
        ("The bank grew while its rivals shrank.", {"grew": MAIN, "shrank": marked("while")}),
    ],
)
def test_the_words_that_head_a_fact(text: str, heads: dict[str, str]) -> None:
    assert _heads(text) == heads


def test_a_condition_binds_what_is_coordinated_with_what_follows() -> None:
    whole = sentence("If it rains, the river rises and the mill stands still.")
    assert {whole.words[i].text: whole.words[top].text for i, top in bound_verbs(whole).items()} == {
        "rains": "rises", "rises": "rises", "stands": "rises",
    }  # fmt: skip
    assert [clause.rule for clause in _clauses(whole)] == [CONDITIONAL]
    assert bound_verbs(sentence("It rained and the river rose.")) == {}


def test_a_predicate_shares_the_subject_before_it() -> None:
    whole = sentence("The council counted 40 boats and sold three.")
    sold = next(w for w in whole.words if w.text == "sold")
    subject = shared_subject(whole, sold, [])
    assert subject is not None
    assert subject.text == "council"
    assert not is_past_tense(whole, sold)


def test_a_stretch_has_no_loose_ends() -> None:
    whole = sentence("However, the council counted 40 boats, and")
    first, last = trimmed(whole, 0, len(whole.words) - 1)
    assert whole.text_between(first, last) == "the council counted 40 boats"


def test_a_phrase_that_was_cut_is_made_whole_and_the_rest_is_named() -> None:
    whole = sentence(
        "The Foxes (7-2) snapped a four-game losing streak and ended MSU’s title hopes in the East Division "
        "with two games remaining."
    )
    parts = _clauses(whole)
    made = [whole_phrase(whole, part, parts) for part in parts]
    assert any(whole.text_between(p.first, p.last).startswith("ended MSU’s title hopes in the East") for p in made)
    assert {part.reason for part in unread_parts(whole, [(0, 1)])} == {NOT_READ}


def test_a_surname_is_no_suffix_and_stands_for_the_full_name() -> None:
    assert surname("Victor L. Delvane Jr.") == "Delvane"
    memory = MentionMemory()
    memory.remember(sentence("Anna Keller resigned on Monday."))
    memory.remember(sentence("Keller spoke on Friday."))
    assert {mention.name for mention in memory.recent if mention.sort == "person"} == {"Anna Keller"}
    assert memory.number == 2


def test_who_is_speaking_is_remembered() -> None:
    text = 'The mayor said: "We cut the debt. We hired 40 nurses."'
    quotations = find_quotations(text, [(0, len(text))])
    claimants = Claimants(text, quotations)
    whole = sentence('The mayor said: "We cut the debt.')
    context = StatementContext(1, (), (), quotations)
    claimants.note_speakers(ReadSentence(whole, _clauses(whole), tuple(attributions(whole)), context))
    later = FactClause(0, 1, whole.words[0]._replace(start=text.index("We hired")), MAIN)
    assert claimants.find(whole, later, True, context) == ("The mayor", ("in a quotation that goes on",))
    assert claimants.find(whole, later, False, context) == (None, ())


def test_a_transcript_names_who_speaks() -> None:
    text = "MAYOR LIND: We cut the debt.\nIt rained."
    claimants = Claimants(text, NO_QUOTATIONS, spoken_paragraphs(text, [(0, 28), (29, 39)]))
    assert [claimants.label(at) for at in (12, 35)] == ["Mayor Lind", None]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The bank closed.", "event"), ("The bank is old.", "state"), ("The bank denied the report.", "statement"),
        ("The storm caused floods.", "cause"), ("Oslo is the largest city.", "comparison"),
    ],
)  # fmt: skip
def test_the_kind_of_a_clause(text: str, kind: str) -> None:
    whole = sentence(text)
    (clause,) = _clauses(whole)
    assert kind_of(whole, clause, ()) == kind


def test_what_a_clause_leaves_to_its_neighbour() -> None:
    whole = sentence("The men were arrested and taken to Oslo.")
    taken = next(c for c in _clauses(whole) if c.head.text == "taken")
    assert ellipsis.missing_auxiliary(whole, taken) == "were"
    assert not ellipsis.shares_denial(whole, taken)
    assert not ellipsis.either_voice(whole, taken)
    assert ellipsis.predicate_start(whole, whole.words[3]) == 2
    denied = sentence("The firm did not cut jobs or raise prices.")
    clause = next((c for c in _clauses(denied) if c.head.text == "raise"), None)
    assert clause is None or ellipsis.shares_denial(denied, clause)


def test_a_statement_is_written_with_its_notes() -> None:
    whole = sentence("The council counted 40 boats and sold three of them.")
    sold = next(c for c in _clauses(whole) if c.head.text == "sold")
    statement, notes = write_statement(whole, sold, StatementContext(1))
    assert statement == "The council sold three of them"
    assert notes == ("“them” is left as it stands",)
    draft = StatementDraft(whole, StatementContext(1), whole.start)
    assert draft.phrase(whole.words[1]) == "The council"


def test_many_articles_come_in_order_and_each_alone() -> None:
    texts = [
        "Anna Keller resigned on Monday. She led the ministry for ten years.",
        "She left the ministry in May 2019.",
        "",
    ]
    found = list(split_many(ArticleText(text, date(2021, 6, 20)) for text in texts))
    assert [len(result.claims) for result in found] == [2, 1, 0]
    assert found[1].claims[0].statement.startswith("She")
    extractor = ArticleExtractor(texts[1], NO_QUOTATIONS, None)
    extractor.take([sentence(texts[1])])
    assert [claim.text for claim in extractor.claims()] == ["She left the ministry in May 2019"]
    assert MOST_TOKENS < 300_000
