"""Whether a verb is denied, and what makes of it what is only planned, possible or alleged."""

from checks.lexicon import load_words
from checks.nlp.tree import Sentence, Word
from checks.stance.wording.roles import with_particle


def negated(sentence: Sentence, verb: Word) -> bool:
    """Whether an odd number of words deny it: "not", "no passengers", "failed to"."""
    near = [verb, *sentence.below(verb, "aux", "auxpass")]
    many = sum(
        w.lower in load_words("predicates", "negations") or w.dep == "neg"
        for word in near
        for w in sentence.below(word, "neg", "advmod", "preconj")
    )
    many += sum(
        w.lower == "no" for longer in sentence.below(verb, "advmod") for w in sentence.below(longer, "neg", "det")
    )  # "no longer"
    in_none = (n for prep in sentence.below(verb, "prep") for n in sentence.below(prep, "pobj"))
    many += any(noun.lower in ("none", "neither") for noun in in_none)
    for noun in sentence.below(verb, "nsubj", "nsubjpass", "dobj", "attr"):
        many += noun.lower in load_words("predicates", "negations") or any(
            w.lower in load_words("predicates", "negations") and w.i < noun.i
            for w in sentence.below(noun, "det", "neg")
        )
    above = sentence.words[verb.head] if verb.dep in ("xcomp", "pcomp") else None
    if above is not None and with_particle(sentence, above) in load_words("predicates", "denying"):
        many += 1
    many += above is not None and any(
        w.lower == "yet" for w in sentence.below(above, "advmod")
    )  # "has yet to win"
    intent = sentence.words[verb.head] if verb.dep == "acl" else None
    if intent is not None and intent.lower in load_words("predicates", "intents"):
        many += with_particle(sentence, sentence.words[intent.head]) in load_words(
            "predicates", "denying"
        )  # "dropped its plan to buy"
    if verb.dep == "pcomp" and sentence.words[verb.head].lower == "without":
        many += 1
    many += called_false(sentence, verb)
    return many % 2 == 1


def reported_by(sentence: Sentence, verb: Word) -> str | None:
    """The noun by which a sentence tells of a clause as of what others say: "the claim that …"."""
    above = sentence.words[verb.head]
    if verb.dep not in ("acl", "relcl") or above.lower not in load_words("predicates", "hearsay"):
        return None
    return above.lower if sentence.words[above.i + 1].lower == "that" else None


def called_false(sentence: Sentence, verb: Word) -> bool:
    """Whether the sentence calls it false: "the claim that … is a myth", "it is not true that …"."""
    above = sentence.words[verb.head]
    if reported_by(sentence, verb):
        # What stands behind is often read as a part of the clause.
        said = [above, *sentence.words[verb.i + 1 :]]
    elif verb.dep in ("ccomp", "csubj"):
        said = [above, *sentence.below(above, "acomp", "attr", "neg")]
    else:
        return False
    words = {w.lower for w in said}
    negated = not words.isdisjoint(("not", "n't", "n’t"))
    return ("true" in words and negated) or (
        not words.isdisjoint(load_words("predicates", "falsehood")) and not negated
    )


def irrealis(sentence: Sentence, verb: Word) -> str | None:
    """The word that makes of it what is only planned, possible or alleged."""
    near = list(sentence.below(verb, "aux", "advmod", "mark"))
    for prep in sentence.below(verb, "prep"):
        if prep.lower == "according":
            near += sentence.words[prep.left : prep.right + 1]
    for above in sentence.above(verb):
        near.append(above)
        near += sentence.below(above, "aux", "advmod") if above.tag.startswith("VB") and verb.dep != "conj" else ()
        if verb.dep in ("ROOT", "relcl", "acl"):
            break
    intent = sentence.words[verb.head]
    if noun := reported_by(sentence, verb):
        return None if called_false(sentence, verb) else noun
    if verb.dep == "acl" and intent.lower in load_words("predicates", "intents"):
        return (
            None
            if with_particle(sentence, sentence.words[intent.head]) in load_words("predicates", "denying")
            else intent.lower
        )
    own = [] if verb.dep in ("relcl", "acl") else near
    return next((w.lower for w in own if w.lower in load_words("predicates", "unreal") and w.i != verb.i), None)
