"""Articles from POST to ready per second, beside the same splitting in a bare loop on as many processes.

A whole desk is started (`bench.intake.running_desk`), with one worker of two processes, documents on its shelf and
fact-checks of other publishers (`bench.intake.knowledge`). Printed are the rates of
both, their ratio, the same of the processor's time, which other work on the machine changes less, how long a POST took
to be answered meanwhile, and then, at one article a second, how long it
took from POST to claims on an open page of triage (`bench.intake.live_triage`).

./run bench intake [ARTICLES [SECONDS]] [--documents N] [--fact-checks N]

SECONDS is the time between two articles in that last part; 1 without it. Where a machine cannot split one article a
second beside everything else, what is measured at that pace is how long the queue grew.
"""

import argparse
import logging
from typing import Final

from bench.intake.knowledge import fill
from bench.intake.live_triage import OpenPage, Shown, measure
from bench.intake.running_desk import EMAIL, PASSWORD, WARM, RunningDesk, bare_rate, running_desk, texts

PROCESSES: Final = 2


def main() -> None:
    """Print the figures."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    parser = argparse.ArgumentParser(prog="./run bench intake", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("articles", nargs="?", type=int, default=60)
    parser.add_argument(
        "seconds", nargs="?", type=float, default=1.0, help="between two articles in the last part"
    )
    parser.add_argument("--documents", type=int, default=100, help="on the shelf, of thirty paragraphs each")
    parser.add_argument("--fact-checks", type=int, default=1_000, help="of other publishers")
    given = parser.parse_args()
    count, every = given.articles, given.seconds
    bare, bare_seconds = bare_rate(texts(count, "bare", WARM), PROCESSES)
    with running_desk(PROCESSES) as desk:
        fill(desk, given.documents, given.fact_checks)
        desk.send(texts(WARM, "warm"))
        sent = desk.send(texts(count, "measured", WARM))
        shown = _show(desk, texts(count, "shown", WARM + count), every)
    seconds = sent.processor_seconds / count
    print(f"{'documents; fact-checks':<34}{f'{given.documents}; {given.fact_checks}':>10}")
    print(f"{'articles':<34}{count:>10}\n{'claims an article':<34}{sent.claims / count:>10.1f}")
    print(f"{'bare splitting, articles/s':<34}{bare:>10.2f}\n{'POST to ready, articles/s':<34}{sent.rate:>10.2f}")
    print(
        f"{'ratio':<34}{sent.rate / bare:>10.2f}\n{'POST answered, p95 ms':<34}{sent.answered_p95 * 1000:>10.1f}"
    )
    print(
        f"{'splitting one, processor s':<34}{bare_seconds:>10.2f}\n{'all of one, processor s':<34}{seconds:>10.2f}"
    )
    print(f"{'ratio of these':<34}{bare_seconds / seconds:>10.2f}")
    print(f"{'shown on an open triage page':<34}{f'{len(shown.seen)} of {len(shown.posted)}':>10}")
    for name, moments in (("POST to live event", shown.heard), ("POST to claims on it", shown.seen)):
        found = shown.seconds(moments) or [float("inf")]
        print(f"{f'{name}, half, s':<34}{found[len(found) // 2]:>10.2f}")
        print(f"{f'{name}, p95 s':<34}{found[int(len(found) * 0.95)]:>10.2f}")


def _show(desk: RunningDesk, bodies: list[str], every: float) -> Shown:
    page = OpenPage(desk.url, desk.address, EMAIL, PASSWORD)
    try:
        return measure(page, desk.address, desk.headers, bodies, every)
    finally:
        page.close()


if __name__ == "__main__":
    main()
