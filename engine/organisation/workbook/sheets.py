"""What the sheets of a questionnaire workbook are called and which columns they have, for those who write
them and those who read them."""

from __future__ import annotations

from ...model import Consequence, Discipline, Extent, Grade, NoteKind, Question

START, QUESTIONS, EVIDENCE, EXCLUDED, OBSERVED, REGISTER = (
    "start",
    "questions",
    "evidence",
    "excluded",
    "observed",
    "register.",
)
KNOWN = "known"
SCALES = "scales"
SHEETS = {
    START: "Start",
    QUESTIONS: "Questions",
    EVIDENCE: "More evidence",
    KNOWN: "Known gaps",
    SCALES: "Scales",
    EXCLUDED: "Not applicable",
    OBSERVED: "Observed",
}
NEEDED = {
    START: ("what", "value"),
    QUESTIONS: ("id", "answer"),
    EVIDENCE: ("for", "ref"),
    KNOWN: ("for",),
    SCALES: ("scale", "level", "from"),
    EXCLUDED: ("requirement",),
    OBSERVED: ("requirement",),
    REGISTER: ("record",),
}
"""The columns without which a sheet cannot be understood."""

PLANNED = ("action", "due", "owner")
"""What is said of a gap that the organisation knows."""

BESIDE = ("note", "by")
"""What stands once beside an answer: a note, and who gave it."""

SHOWN = ("ref", "date", "until", "remark")
NOTHING_RECORDED = "none"
"""The answer to a register that is kept and holds no record."""

OBSERVED_WORDS = {
    "extent": tuple(one.value for one in Extent if one is not Extent.SAMPLE),
    "consequence": tuple(one.value for one in Consequence),
    "could": tuple(one.value for one in Consequence),
    "ongoing": ("yes", "no"),
    "repeats": ("yes", "no"),
    "kind": tuple(one.value for one in NoteKind if one is not NoteKind.JUDGED),
    "grade": tuple(one.word for one in sorted(Grade, reverse=True) if one is not Grade.UNGRADED),
}
"""The columns of what was seen that take words, each with its words."""

OBSERVED_TYPED = ("requirement", "saw", "where", "essential")
OBSERVED_SAMPLE = ("checked", "failed")
OBSERVED_BACK = {"back": "what", "times": "times", "left_open": "left_open"}
"""The columns that tell what comes back, each with its key in a file."""

OBSERVED_INPUTS = (*OBSERVED_TYPED, *OBSERVED_WORDS, *OBSERVED_SAMPLE, *OBSERVED_BACK, *SHOWN)


ANSWERS = tuple("answer" if one is None else f"answer-{one}" for one in (None, *Discipline))
COLUMNS = {
    START: ("what", "value"),
    QUESTIONS: ("id", *ANSWERS, *SHOWN, *BESIDE),
    EVIDENCE: ("for", "discipline", *SHOWN, *BESIDE),
    SCALES: ("scale", "level", "from", "words", "score", "highest", "registers"),
    EXCLUDED: ("requirement", "because"),
    OBSERVED: ("number", *OBSERVED_INPUTS),
}
"""All columns of each sheet that something is read from."""


def answer_column(discipline: Discipline | None) -> str:
    """The column of the answer that serves all disciplines, or of the one for a discipline."""
    return "answer" if discipline is None else f"answer-{discipline}"


def number_of_note(number: str) -> str:
    """How the sheet of further evidence calls a note of the sheet of what was seen."""
    return f"note {number}"


def register_title(register: Question) -> str:
    """What the sheet of a register is called: Security risks, for registers.security_risks."""
    return register.id.rpartition(".")[2].replace("_", " ").capitalize()[:31]
