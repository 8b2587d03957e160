"""Stretches that say no more than that somebody said what stands elsewhere."""

from typing import Final

from checks.extraction.attribution import ACTS, ASSERTS
from checks.extraction.segments.analysis import SentenceAnalysis
from checks.extraction.segments.decision import Segment
from checks.nlp.tree import VERBAL

_HELPING: Final = ("aux", "auxpass")
_MEANING: Final = frozenset(["referring", "alluding", "speaking"])


def only_speaks(analysis: SentenceAnalysis, segment: Segment) -> bool:
    """Whether a stretch only names who speaks, or says no more than that somebody said what stands elsewhere.

    "The agency said on Tuesday, after years of debate". One with a figure says more.
    """
    first, last = segment.first, segment.last
    if any(analysis.figures[first : last + 1]):
        return False
    carried = [s for s in analysis.said if s.content is not None and not s.act]
    cues = {s.cue.i for s in carried if s.content is not None and not first <= s.content.i <= last}
    words = analysis.sentence.words
    cues |= {w.i for w in words if w.lower in _MEANING and w.dep == "advcl" and w.head in cues}
    verbs = {
        w.i for w in analysis.sentence.words[first : last + 1] if w.tag[:2] in VERBAL and w.dep not in _HELPING
    }
    named = any(s.source is not None and s.source.left <= first and last <= s.source.right for s in carried)
    return (named and not verbs) or (bool(verbs) and verbs <= cues) or analysis.top(first, last).i in cues


def only_leads(analysis: SentenceAnalysis, segment: Segment) -> bool:
    """Whether what its verb says stands outside of a stretch: "The source has previously established …"."""
    first, last = segment.first, segment.last
    sentence, top = analysis.sentence, analysis.top(first, last)
    if top.tag[:2] not in VERBAL or top.lower in ACTS or any(analysis.figures[first : last + 1]):
        return False
    content = sentence.child(top, "ccomp")
    within = any(first <= w.i <= last for w in sentence.children(top, "dobj", "attr", "acomp", "ccomp", "xcomp"))
    if content is None or within:
        return False
    alone = sentence.child(top, "auxpass", "neg") is None and (
        top.lower in ASSERTS or sentence.child(top, "prep") is None
    )
    return content.left > last or (alone and content.right < first)
