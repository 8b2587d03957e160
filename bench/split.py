"""How well and how fast articles are split into claims.

    ./run bench split [FOLDER] [--rules | --ablate | --fillings]

Prints, per document and over all: the share of annotated keys that lie in a claim, in one of their own, the share of
claims that hold a key, and the mean overlap of a found claim's stretch with the annotated one (`claims/README.md` of
the corpora says how they are counted). Beside it, in the same run: every sentence as one claim, and every clause of
spaCy's tree as one. Then articles a second beside bare `nlp.pipe` of the same pipeline over the same texts, what 700
words take of one processor, and the memory that a further worker process needs beyond the weights that it shares.

Then the table of `claim_scores.py` for both annotated files, per genre: each article by weights that were learnt
without it and the other articles of its fold (`training.segments`).

With `--rules` it prints instead what each rule is worth: how many claims it makes, how many of them hold a key, and the
shares over all articles without these claims. With `--ablate` the table of all articles without one group of features
after the other, and without one rule after the other (`rules_of_reading.py`). With `--fillings` how often a name that
was filled in for a pronoun is the right one (`gum/fillings.py`).
"""

import gc
import os
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import spacy
from spacy.language import Language

from bench import rules_of_reading
from bench.claim_scores import COLUMNS, ClaimScore
from bench.folds import GROUPS, learnt_apart, total
from bench.gold import Gold, Score, articles, folder, score
from bench.gum.fillings import print_fillings
from checks.extraction import ArticleText, split, split_many
from checks.nlp.pipeline import PREFERRED, pipeline
from store.sample.contents import sample_articles

_ROUNDS = 5
_WORDS = 700  # of an article
_CLAUSES = ("ROOT", "ccomp", "advcl", "conj", "relcl")


def main() -> None:
    """Print the three tables."""
    corpora = folder()
    gold = list(articles(corpora / "claims" / "dev.jsonl"))
    if "--rules" in sys.argv:
        _print_rules(gold)
        return
    if "--fillings" in sys.argv:
        print_fillings(corpora)
        return
    if "--ablate" in sys.argv:
        _print_columns("learnt without the article")
        for name, part in (("all features and rules", ""), *((f"without {part}", part) for part in GROUPS)):
            _print_line(name, sum_of(learnt_apart(part)))
        for rule in rules_of_reading.names():
            with rules_of_reading.without(rule):
                _print_line(f"no: {rule}", sum_of(learnt_apart()))
        return
    _print_learnt()
    plain = _plain()
    for title, predict in (
        ("factdesk split", _ours),
        ("reference: every sentence a claim", lambda g: _sentences(plain, g)),
        ("reference: every clause of the tree", lambda g: _tree(plain, g)),
    ):
        _print_claims(title, gold, predict)
    _print_speed(plain, [g.text for g in gold] + [arrival.text for arrival in sample_articles()])
    _print_time([g.text for g in gold])
    _print_memory([g.text for g in gold])


def _print_learnt() -> None:
    """The table per genre, each article by the weights of the fold that it is not in."""
    _print_columns("learnt without the article")
    scores = list(learnt_apart())
    for name in ("invented", "dev"):
        own = [(genre, score) for file, genre, score in scores if file == name]
        for genre in dict.fromkeys(genre for genre, _ in own):
            _print_line(genre, total([score for g, score in own if g == genre]))
        _print_line(f"all of {name}.jsonl", total([score for _, score in own]))


def sum_of(scores: Iterable[tuple[str, str, ClaimScore]]) -> ClaimScore:
    """The invented articles together."""
    return total([score for file, _, score in scores if file == "invented"])


def _print_columns(title: str) -> None:
    print(f"{title:<44}" + "".join(f"{name:>9}" for name in COLUMNS) + "   claims  of")


def _print_line(name: str, score: ClaimScore) -> None:
    shares = "".join(f"{share:9.3f}" for share in score.shares().values())
    print(f"{name[:43]:<44}{shares}   {score.predicted:>6} {score.gold:>3}", flush=True)


def _print_rules(gold: Sequence[Gold]) -> None:
    """A line for every rule by which clauses become claims: what is lost, and won, without its claims."""
    made = [(each, split(each.text, each.day).claims) for each in gold]
    rules = Counter(claim.notes[0] for _, claims in made for claim in claims)
    print(f"{'rule':<38} claims  hold a key   without it: found    own   good overlap  claims of")
    for rule, number in [("every rule kept", sum(rules.values())), *rules.most_common()]:
        total, good = Score(gold=0, found=0, own=0, predicted=0, good=0, overlap=0.0), 0
        for each, claims in made:
            mine = [(claim.start, claim.end) for claim in claims if claim.notes[0] == rule]
            good += score(each, mine).good if mine else 0
            total += score(each, [(claim.start, claim.end) for claim in claims if claim.notes[0] != rule])
        print(f"{rule:<38} {number:>6} {good:>11}               {_shares(total)}")


def _plain() -> Language:
    name = next(name for name in PREFERRED if spacy.util.is_package(name))
    return spacy.load(name)


def _ours(gold: Gold) -> list[tuple[int, int]]:
    return [(claim.start, claim.end) for claim in split(gold.text, gold.day).claims]


def _sentences(nlp: Language, gold: Gold) -> list[tuple[int, int]]:
    return [(a + s.start_char, a + s.end_char) for a, b in _paragraphs(gold) for s in nlp(gold.text[a:b]).sents]


def _tree(nlp: Language, gold: Gold) -> list[tuple[int, int]]:
    """Every word in a clausal relation with all that hangs on it."""
    found = []
    for a, b in _paragraphs(gold):
        doc = nlp(gold.text[a:b])
        for token in (t for t in doc if t.dep_ in _CLAUSES and t.pos_ in ("VERB", "AUX")):
            found.append((a + token.left_edge.idx, a + token.right_edge.idx + len(token.right_edge)))
    return found


def _paragraphs(gold: Gold) -> Iterator[tuple[int, int]]:
    at = 0
    for paragraph in gold.text.split("\n\n"):
        yield at, at + len(paragraph)
        at += len(paragraph) + 2


def _print_claims(title: str, gold: Sequence[Gold], predict: Callable[[Gold], list[tuple[int, int]]]) -> None:
    print(f"\n{title:<38} found    own   good overlap  claims of")
    total = Score(gold=0, found=0, own=0, predicted=0, good=0, overlap=0.0)
    for each in gold:
        counted = score(each, predict(each))
        total += counted
        print(f"  {each.id:<36}", _shares(counted))
    print(f"  {'all':<36}", _shares(total))


def _shares(counted: Score) -> str:
    shares = "  ".join(f"{share:.3f}" for share in counted.shares())
    return f"{shares}  {counted.predicted:>5} {counted.gold:>3}"


def _print_speed(plain: Language, texts: Sequence[str]) -> None:
    """Median of paired rounds, so that a machine that slows down in between slows both."""
    many = list(texts) * 4
    ratios, ours, theirs = [], [], []
    list(split_many(map(ArticleText, texts)))
    for _ in range(_ROUNDS):
        bare = _seconds(lambda: [None for _ in plain.pipe(many)])
        whole = _seconds(lambda: list(split_many(map(ArticleText, many))))
        ratios.append(bare / whole)
        ours.append(len(many) / whole)
        theirs.append(len(many) / bare)
    print(f"\n{len(many)} articles, one process; median of {_ROUNDS} paired rounds")
    print(f"  whole split   {statistics.median(ours):8.1f} articles/s")
    print(f"  bare nlp.pipe {statistics.median(theirs):8.1f} articles/s")
    print(f"  ratio         {statistics.median(ratios):8.2f} ({min(ratios):.2f} to {max(ratios):.2f})")


def _print_time(texts: Sequence[str]) -> None:
    """What 700 words take of one processor, every article split by itself, as a worker does."""
    words = sum(len(text.split()) for text in texts)
    print(f"\n{len(texts)} articles of {words / len(texts):.0f} words, each by itself; median of {_ROUNDS} rounds")
    for name, fast in (("with the encoder", False), ("--fast", True)):
        took = []
        for _ in range(_ROUNDS):
            began = time.process_time()
            for text in texts:
                list(split_many([ArticleText(text)], fast=fast))
            took.append(time.process_time() - began)
        print(f"  {name:<18}{statistics.median(took) / words * _WORDS:6.2f} s of a processor for {_WORDS} words")


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _print_memory(texts: Sequence[str]) -> None:
    """A child after the fork, as Celery starts them: what it holds for itself once it has split articles."""
    status = Path("/proc/self/smaps_rollup")
    if not status.exists():
        print("\nmemory per further worker: not measured, there is no /proc here")
        return
    pipeline()
    split(texts[0])
    gc.collect()
    gc.freeze()
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        for text in list(texts) * 4:
            split(text)
        own = sum(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("Private_"))
        os.write(write, str(own).encode())
        os._exit(0)
    os.waitpid(child, 0)
    print(f"\nmemory per further worker beyond the shared weights: {int(os.read(read, 32)) / 1024:.0f} MB")


if __name__ == "__main__":
    main()
