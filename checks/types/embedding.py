"""The encoder whose embeddings the desk stores and compares: its name and the size of its vectors.

A change of weights changes `ENCODER_NAME`, and all stored embeddings are made again. Meanwhile those of the same
family are still searched, because its vectors lie in one space: the same model in another precision. Those of
another family are not.
"""

from typing import Final

ENCODER_FAMILY: Final = "all-MiniLM-L6-v2"
# The family, and the first digits of the SHA-256 of the weights.
ENCODER_NAME: Final = f"{ENCODER_FAMILY}/8199be6f"
ENCODER_DIMENSIONS: Final = 384
