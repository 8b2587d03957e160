"""What is read out of a text once, and stays read where the text is looked at in another way."""

from checks.stance.text import SCORE, AnalyzedText


def test_a_text_without_tables_stays_itself() -> None:
    plain = AnalyzedText("Alder has 300 schools. It is old.")
    assert plain.with_rows_as_lines() is plain


def test_a_table_becomes_lines_in_another_text() -> None:
    table = AnalyzedText("Exports of Alder, in tonnes\nmaize 52.6\nwheat 30.1")
    assert "Exports of Alder, in tonnes / maize: 52.6" in table.with_rows_as_lines().text


def test_what_was_read_is_kept_and_amounts_are_read_anew_with_ages() -> None:
    text = AnalyzedText("Ada Moss was born on 4 March 1941 and died on 17 October 2022.", is_source=True)
    words, amounts = text.words, text.amounts
    with_ages = text.with_ages_and_lengths()
    assert with_ages.words is words
    assert 81 in {round(amount.quantity.stated or 0) for amount in with_ages.amounts}
    assert 81 not in {round(amount.quantity.stated or 0) for amount in amounts}


def test_scores_are_pairs_of_numbers() -> None:
    assert SCORE.search("Kestrel won 3-1.")
    assert not SCORE.search("Kestrel won three times.")
