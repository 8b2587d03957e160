"""A language model, asked only which of the desk's own passages bear on a claim, and to quote them word for word.

Built to `POST /chat/completions` with `response_format` `json_schema` as llama.cpp's server, Ollama and vLLM (2026) all
take it. Texts from outside go in as data, and nothing that the model writes comes out: its answer can only choose
among the passages that it was given, and what it quotes must stand in them. It sets no rating or address. Where it is
also asked what a passage says of the claim, its answer is kept beside the passage as the model's word, with two quotes
for a reason; the stance of the evidence is not the model's.
"""

import json
import secrets
from collections.abc import Callable, Iterator, Sequence, Sized
from dataclasses import replace
from typing import Final

from pydantic import Field

from checks.retrieval.llm_quotes import LONGEST_GIVEN, MOST_QUOTES, request, verbatim, verified_stance
from checks.retrieval.queries import queries
from checks.retrieval.response_schemas import Shape, line, shaped
from checks.retrieval.search_log import SearchLog, passage_hit
from checks.retrieval.sources import Limits, Option
from checks.retrieval.words import search_words
from checks.types.answer import Answer, SearchFailed
from checks.types.claim import Claim
from checks.types.passage import ModelStance, Passage
from checks.types.source import SourceContext

NAME = "language model"
TITLE = "Language model"
LIMITS = Limits(per_minute=30, seconds=45, largest=300_000, kept_seconds=1)
OPTIONS = (
    Option("address", "an OpenAI-compatible endpoint, such as http://127.0.0.1:8080/v1", address=True),
    Option("model", "the model's name there; llama.cpp's server needs none", ""),
    Option("stances", "“yes” to ask it also what each passage says of the claim, shown as the model's word", ""),
    Option("key", "its key, where it wants one", "", secret=True),
)
_A_SEARCH: Final = 12
_MOST_GIVEN, _MOST_CHARACTERS = 24, 12_000  # all of it some 4,000 tokens
_MOST_READ: Final = 50
_YES: Final = ("yes", "on", "true", "1")
_LONGEST_NAME: Final = 100  # characters of a model's name that are kept


class _Message(Shape):
    content: str | None = None


class _Choice(Shape):
    message: _Message
    finish_reason: str | None = None


class _Completion(Shape):
    choices: list[_Choice] = Field(min_length=1)


class _Quote(Shape):
    passage: str
    quote: str
    stance: str = ""
    claim_words: str = ""
    passage_words: str = ""


class _Quotes(Shape):
    quotes: list[_Quote] = Field(max_length=_MOST_READ)


def applies(claim: Claim) -> bool:
    """Any claim that has words to search for."""
    return bool(search_words(claim.statement))


def ask(claim: Claim, context: SourceContext) -> Answer:
    """The sentences of the shelf and of past fact-checks that the model finds to bear on the claim.

    Only what it quotes word for word is taken; what it says itself never becomes evidence.
    """
    log = SearchLog()
    try:
        given = _given(claim, context, log)
        quotes = _asked(claim, given, context) if given else _Quotes(quotes=[])
    except SearchFailed as failure:
        return log.failed(failure)
    found = verbatim(given, [(each.passage, each.quote) for each in quotes.quotes], NAME)
    thrown = len(quotes.quotes) - sum(quote is not None for quote in found)
    passages = tuple({quote: None for quote in found if quote is not None})[:MOST_QUOTES]
    stances = _stances(claim, found, quotes, context) if _asks_stances(context) else None
    if given:
        log.asked(_logged(context, given, quotes, thrown, stances), len(passages))
    if stances is not None:
        passages = tuple(replace(quote, model_stance=stances.get(quote)) for quote in passages)
    for passage in given:
        if any(_from(passage, quote) for quote in passages):
            log.keep(passage_hit(passage).key)
        else:
            log.set_aside(passage_hit(passage).key, "the model quotes nothing of it word for word")
    return log.answer(passages)


def _asks_stances(context: SourceContext) -> bool:
    """Whether the model is also asked what a passage says of the claim."""
    return context.options["stances"].strip().lower() in _YES


def _stances(
    claim: Claim, found: Sequence[Passage | None], quotes: _Quotes, context: SourceContext
) -> dict[Passage, ModelStance]:
    """By passage: the stance that the model gave it; none if its reason is not word for word, or it gave two."""
    model = line(context.options["model"])[:_LONGEST_NAME]
    given: dict[Passage, set[ModelStance]] = {}
    for passage, each in zip(found, quotes.quotes, strict=True):
        if passage is None:
            continue
        stance = verified_stance(
            claim,
            passage,
            stance=each.stance,
            claim_words=each.claim_words,
            passage_words=each.passage_words,
            model=model,
        )
        if stance is not None:
            given.setdefault(passage, set()).add(stance)
    return {
        passage: min(stances, key=lambda each: (each.claim_quote, each.passage_quote))
        for passage, stances in given.items()
        if len({each.stance for each in stances}) == 1
    }


def _from(passage: Passage, quote: Passage) -> bool:
    """Whether a quote was cut out of a passage."""
    return quote.locator == passage.locator and quote.text in passage.text


def _logged(
    context: SourceContext, given: Sequence[Passage], quotes: _Quotes, thrown: int, stances: Sized | None
) -> str:
    """What was given and what came back, as the log shows it; `stances` are those that are kept, if they were asked."""
    model = context.options["model"] or "the model"
    away = f", {thrown} thrown away because not word for word" if thrown else ""
    away += "" if stances is None else f", {len(stances)} with what the model takes them to say"
    return f"{model}: {len(given)} passages given, {len(quotes.quotes)} quotes{away}"


def _given(claim: Claim, context: SourceContext, log: SearchLog) -> tuple[Passage, ...]:
    """What the desk's own searches bring for the claim and for looser words, more than they show by themselves.

    Twelve hits of each search, for the claim's own words and for each looser query. What the model can't read is
    noted as set aside.
    """
    searches: tuple[tuple[str, Callable[[str, int], tuple[Passage, ...]]], ...] = (
        ("documents", context.shelf.documents),
        ("past fact-checks", context.past_checks.like),
    )
    found: list[Passage] = []
    for words in dict.fromkeys((claim.statement, *queries(claim))):
        for where, search in searches:
            hits = search(words, _A_SEARCH)
            log.searched(f"{where}: {words}", map(passage_hit, hits))
            found += hits
    given = tuple(_few(found))
    for hit in found:
        if hit not in given:
            log.set_aside(passage_hit(hit).key, "the model was given no more than it can read")
    return given


def _few(found: Sequence[Passage]) -> Iterator[Passage]:
    """Each once, as many as a small model can read.

    No more than 24 passages and 12,000 characters, some 4,000 tokens, so that a model with a window of 8,000 can
    answer.
    """
    left = _MOST_CHARACTERS
    once = {passage.text: passage for passage in reversed(found) if passage.text.strip()}
    for passage in list(reversed(once.values()))[:_MOST_GIVEN]:
        left -= min(len(passage.text), LONGEST_GIVEN)
        if left < 0:
            return
        yield passage


def _asked(claim: Claim, given: Sequence[Passage], context: SourceContext) -> _Quotes:
    """What the model quotes, not yet held against the passages. Raises `SearchFailed` for all that is no such
    answer.
    """
    address = context.options["address"].rstrip("/").removesuffix("/chat/completions")
    headers = {"Authorization": f"Bearer {context.options['key']}"} if context.options["key"] else {}
    model = {"model": context.options["model"]} if context.options["model"] else {}
    body = model | request(claim, given, secrets.token_hex(16), stances=_asks_stances(context))
    answer = context.fetch.json(f"{address}/chat/completions", headers=headers, body=body)
    if isinstance(answer, dict) and answer.get("error"):
        raise SearchFailed(f"it answered with an error: {_error(answer['error'])}")
    choice = shaped(_Completion, answer).choices[0]
    if choice.finish_reason == "length":
        raise SearchFailed("the model's answer was cut off at its longest (finish_reason length)")
    return _quotes(choice.message.content)


def _error(error: object) -> str:
    """The message of an error, whichever form a server gives it, on one short line."""
    said = error.get("message") if isinstance(error, dict) else error
    return line(str(said))[:200]


def _quotes(content: str | None) -> _Quotes:
    """The quotes in the text of the model's message. Raises `SearchFailed` for an empty answer, and for one that is
    not JSON of the schema.
    """
    if not (content or "").strip():
        raise SearchFailed("the model gave no answer")
    try:
        answer = json.loads(content or "")
    except (ValueError, RecursionError):
        raise SearchFailed("the model did not answer in the form that was asked for") from None
    return shaped(_Quotes, answer)
