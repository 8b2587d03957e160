"""The names and nouns of statements come from the parse of their article."""

from checks.extraction import split
from checks.retrieval import queries
from checks.types.reading import StatementReading

TEXT = (
    "Children who read every day earned £9,000 more, Dr Ada Lovell said on Monday. "
    "She has directed the Tartu Institute since 2011, which employs 300 people in Estonia."
)


def test_a_statement_is_read_with_its_names_and_nouns() -> None:
    found = split(TEXT)
    assert set(found.readings) == {claim.statement for claim in found.claims}
    (read,) = [read for said, read in found.readings.items() if said.startswith("Children")]
    assert ("Children", "NNS", -1) in read.nouns
    directed = next(said for said in found.readings if "directed" in said)
    assert "Lovell" in directed  # filled in from the sentence before
    names = [text for _, text in found.readings[directed].entities]
    assert any("Lovell" in name for name in names)
    assert any("Tartu" in name for name in names)


def test_what_is_read_gives_the_words_that_a_parse_of_the_statement_gives() -> None:
    found = split(TEXT)
    queries._kept.clear()
    queries.read(found.claims, found.readings)
    of_article = {claim.statement: queries.words(claim) for claim in found.claims}
    queries._kept.clear()
    queries.read(found.claims)
    for claim in found.claims:
        alone, known = queries.words(claim), of_article[claim.statement]
        assert set(known.nouns) >= set(alone.nouns)
        assert set(" ".join(known.names).split()) >= set(" ".join(alone.names).split())
        assert known.years == alone.years
    queries._kept.clear()


def test_words_of_entities_are_no_nouns_and_amounts_no_names() -> None:
    read = StatementReading(
        (("DATE", "Monday"), ("ORG", "the Tartu Institute")),
        (("Monday", "NNP", 0), ("Tartu", "NNP", 1), ("Institute", "NNP", 1), ("Lovell", "NNP", -1),
         ("roads", "NNS", -1)),
    )  # fmt: skip
    words = queries._words(read, (), ())
    assert words.names == ("Tartu Institute", "Lovell")
    assert words.nouns == ("roads",)
