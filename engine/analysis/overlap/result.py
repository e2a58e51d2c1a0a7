"""What a comparison of standards brings to light: what they share and, for an organisation, what of it
holds and what one more asks."""

from __future__ import annotations

import msgspec

from ...model import KnowledgeBase
from ..assessment import Assessment
from .adding import Adding
from .held import Held
from .shared import Overlap


class OverlapResult(msgspec.Struct, frozen=True):
    """What standards share. With an organisation, `held` says what of it holds (None for a single
    standard), `assessment` how the standards it has are judged; `adding` is there if a standard is to be
    added, and `added` judges that one."""

    knowledge: KnowledgeBase
    overlap: Overlap
    held: Held | None = None
    assessment: Assessment | None = None
    adding: Adding | None = None
    added: Assessment | None = None
