"""Who says each claim.

The labels of paragraphs (speakers.py) and who has spoken before (speaker_memory.py) → the claimant of a clause by its
attribution and its quotation (claimants.py), by what its statement tells (stated_speakers.py), or by how its sentence
ends (closing_speakers.py).
"""

from checks.extraction.claimants.claimants import Claimants, ReadSentence

__all__ = ["Claimants", "ReadSentence"]
