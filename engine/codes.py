"""The codes of problems: one for each kind of mistake, the same for ever, so that people and programs can go
by them.

`docs/problems.md` shows each of them with an example. A program may rely on a code, never on the words of a
message.
"""

from __future__ import annotations

from enum import Enum
from typing import Literal, TypeAlias

CodeWord: TypeAlias = Literal[
    "accepts-nothing",
    "alias",
    "asserts-nothing",
    "case-failed",
    "changed-twice",
    "character",
    "circle",
    "condition",
    "contradiction",
    "decided-twice",
    "decides-nothing",
    "different-answers",
    "documents",
    "duplicate-key",
    "duplicate-name",
    "edition",
    "empty",
    "empty-clause",
    "empty-value",
    "encoding",
    "encrypted",
    "engine",
    "extension",
    "foreign-file",
    "formula",
    "harmonised",
    "hole",
    "item-made-major",
    "ladder",
    "lapsed",
    "layout",
    "link",
    "link-direction",
    "link-one-answer",
    "made-for",
    "misplaced",
    "missing-answer",
    "missing-column",
    "missing-key",
    "never-decides",
    "never-fires",
    "never-raises",
    "no-assessment",
    "no-plan",
    "nobody-asks",
    "not-a-questionnaire",
    "not-a-workbook",
    "not-assessed",
    "not-said",
    "not-taken",
    "not-yaml",
    "nothing-read",
    "nothing-taken",
    "on-notes",
    "out-of-scope",
    "overruled",
    "passed-over",
    "renamed",
    "rules-disagree",
    "same-file",
    "silent-pass",
    "statement",
    "tab",
    "tag",
    "template",
    "theme-misfit",
    "threshold-order",
    "too-deep",
    "too-large",
    "unjudged",
    "unknown-fact",
    "unknown-file",
    "unknown-key",
    "unknown-name",
    "unknown-word",
    "unnoticed",
    "unread-fact",
    "unreadable",
    "untested",
    "unwritable",
    "work-kept",
    "worse-when-better",
    "wrong-answer",
    "wrong-previous",
    "wrong-type",
    "wrong-unit",
    "yaml",
]
"""A code as it is written where a problem is made; mypy refuses any other."""


DOUBTFUL: tuple[CodeWord, ...] = (
    "decides-nothing",
    "hole",
    "link-direction",
    "link-one-answer",
    "never-decides",
    "nobody-asks",
    "rules-disagree",
    "theme-misfit",
    "threshold-order",
    "worse-when-better",
    "wrong-unit",
)
"""What may be meant so: an entry that `accepts` it, with a reason, is not told of it."""


class Code(str, Enum):
    """A kind of mistake. The value is the code that messages show in brackets; `sentence` says what it
    means."""

    sentence: str

    def __new__(cls, code: str, sentence: str = "") -> Code:
        """A member that is its code and knows its sentence."""
        made = str.__new__(cls, code)
        made._value_ = code
        made.sentence = sentence
        return made

    def __str__(self) -> str:
        return str(self.value)

    ACCEPTS_NOTHING = "accepts-nothing", "Something is accepted that is not there to be accepted."
    ALIAS = (
        "alias",
        (
            "A file writes something once and refers to it elsewhere (`&`, `*`, `<<`), which nobody reads"
            " twice the same."
        ),
    )
    ASSERTS_NOTHING = "asserts-nothing", "A case expects nothing, so that it can never fail."
    CASE_FAILED = "case-failed", "A case beside the rules expects another finding than the rules give."
    CHANGED_TWICE = (
        "changed-twice",
        "An overlay changes one thing twice, and nobody could say which counts.",
    )
    CHARACTER = "character", "Text holds a character that nobody can see, or that no text may hold."
    CIRCLE = "circle", "Things build on each other in a circle, so that none of them can come first."
    CONDITION = "condition", "A condition is not one that can be put to this question."
    CONTRADICTION = "contradiction", "Two things that are said cannot both be meant."
    DECIDED_TWICE = "decided-twice", "Two settings of one policy decide the grade of one rule."
    DECIDES_NOTHING = "decides-nothing", "A question is asked on whose answer no grade turns."
    DIFFERENT_ANSWERS = (
        "different-answers",
        "Two people said different things of one matter, and nobody has told which counts.",
    )
    DOCUMENTS = "documents", "One file holds several documents."
    DUPLICATE_KEY = "duplicate-key", "A key, a sheet or a number that may stand once stands twice."
    DUPLICATE_NAME = "duplicate-name", "One name is given to two things."
    EDITION = "edition", "An edition and the one before it do not fit together."
    EMPTY = "empty", "A file holds nothing."
    EMPTY_CLAUSE = "empty-clause", "A clause that should ask for something asks for nothing."
    EMPTY_VALUE = "empty-value", "Something is named, and nothing is said of it."
    ENCODING = "encoding", "A file is not text in UTF-8."
    ENCRYPTED = "encrypted", "A workbook is protected by a password."
    ENGINE = "engine", "The evaluator asked for is not known, or cannot be used here."
    EXTENSION = "extension", "Something installed beside clausegraph to extend it cannot be used."
    FOREIGN_FILE = "foreign-file", "A file is of another kind than the command takes."
    FORMULA = "formula", "A cell holds a formula without its value, or shows an error."
    HARMONISED = (
        "harmonised",
        "A requirement without a standard of its own is written or used as if it had one.",
    )
    HOLE = (
        "hole",
        "Between numbers or dates that are judged, or beyond them, some pass that can hardly be meant to.",
    )
    ITEM_MADE_MAJOR = "item-made-major", "A rule makes the absence of an item a breakdown."
    LADDER = "ladder", "A ladder and the requirement that uses it do not fit together."
    LAPSED = "lapsed", "The day of a change in an overlay has passed; a remark, not a mistake."
    LAYOUT = "layout", "A file is laid out so that nothing can be added to it without harm."
    LINK = "link", "A link is stronger than its kind can be."
    LINK_DIRECTION = "link-direction", "A link runs against the cycle of plan, do, check and act."
    LINK_ONE_ANSWER = (
        "link-one-answer",
        "A link joins two requirements that fail by one and the same answer.",
    )
    MADE_FOR = "made-for", "An overlay was made for another version; a remark, not a mistake."
    MISPLACED = "misplaced", "A rulebase stands in a file of another name."
    MISSING_ANSWER = "missing-answer", "A workbook says something of an answer that is not there."
    MISSING_COLUMN = "missing-column", "A sheet of a questionnaire has lost a row or column that it needs."
    MISSING_KEY = "missing-key", "Something that has to be said is not said."
    NEVER_DECIDES = (
        "never-decides",
        "A rule is silent for ever in effect: wherever it fires, a worse one does too.",
    )
    NEVER_FIRES = (
        "never-fires",
        "No answer could ever meet a condition, so that its rule would be silent for ever.",
    )
    NEVER_RAISES = "never-raises", "An escalation would raise nothing."
    NO_ASSESSMENT = "no-assessment", "A file given as an earlier assessment holds none."
    NO_PLAN = "no-plan", "A file given as a plan holds none."
    NOBODY_ASKS = "nobody-asks", "A requirement is judged by nothing that anybody is asked."
    NOT_A_QUESTIONNAIRE = (
        "not-a-questionnaire",
        "A workbook is no questionnaire of clausegraph, or not a whole one.",
    )
    NOT_A_WORKBOOK = "not-a-workbook", "A file cannot be read as a workbook."
    NOT_ASSESSED = "not-assessed", "Something was seen against a standard that is not assessed."
    NOT_SAID = "not-said", "A table cannot be taken before something is said that only a person knows."
    NOT_TAKEN = "not-taken", "A requirement that standards share is taken by none of them."
    NOT_YAML = "not-yaml", "A file that has to be YAML is of another kind."
    NOTHING_READ = (
        "nothing-read",
        "A folder is given from which nothing is read, or something in it stands where nobody reads it.",
    )
    NOTHING_TAKEN = "nothing-taken", "No table of a file is like a register."
    ON_NOTES = "on-notes", "Rules on what an auditor saw and rules on answers are mixed up."
    OUT_OF_SCOPE = (
        "out-of-scope",
        "A requirement is asked about that belongs to no standard that is assessed.",
    )
    OVERRULED = (
        "overruled",
        "An overlay has changed what a case beside the rules expects; a remark, not a mistake.",
    )
    PASSED_OVER = (
        "passed-over",
        "Of two answers the one of the file that is preferred was taken; a remark, not a mistake.",
    )
    RENAMED = (
        "renamed",
        "A question of an earlier version was read as one of today, or left out; a remark, not a mistake.",
    )
    RULES_DISAGREE = (
        "rules-disagree",
        "Rules contradict each other, or what a question calls its best answer.",
    )
    SAME_FILE = "same-file", "What would be written is the very file that is read."
    SILENT_PASS = "silent-pass", "An answer short of the best one would pass without a word."
    STATEMENT = (
        "statement",
        "The Statement of Applicability leaves a control out without a word; a remark, not a mistake.",
    )
    TAB = "tab", "Lines are indented with something other than blanks."
    TAG = "tag", "A file says of a text what it is to a program (`!`), which is not used here."
    TEMPLATE = "template", "A template or a logo given for a document cannot be used."
    THEME_MISFIT = (
        "theme-misfit",
        "A requirement stands under another clause than all others of its theme, joined to none of them.",
    )
    THRESHOLD_ORDER = (
        "threshold-order",
        "Of two limits of one question the milder grade stands beyond the worse one.",
    )
    TOO_DEEP = "too-deep", "Lists and mappings stand too deep in each other."
    TOO_LARGE = "too-large", "A file is larger than what is read."
    UNJUDGED = "unjudged", "A requirement has no rule that judges it."
    UNKNOWN_FACT = "unknown-fact", "A question is named that nobody asks."
    UNKNOWN_FILE = "unknown-file", "A file does not say what it is."
    UNKNOWN_KEY = "unknown-key", "A key stands where it is not known, or beside one it excludes."
    UNKNOWN_NAME = "unknown-name", "Something is named that does not exist."
    UNKNOWN_WORD = "unknown-word", "A word stands where only certain words may stand."
    UNNOTICED = "unnoticed", "A small mistake in a rule would be noticed by no case."
    UNREAD_FACT = "unread-fact", "A question is asked, and no rule reads the answer."
    UNREADABLE = "unreadable", "A file or folder cannot be read."
    UNTESTED = "untested", "A rule has no case that fires it, or none that leaves it alone."
    UNWRITABLE = "unwritable", "A file cannot be written."
    WORK_KEPT = "work-kept", "A file is there already, and writing over it would lose somebody's work."
    WORSE_WHEN_BETTER = "worse-when-better", "A better answer is graded worse than a worse one."
    WRONG_ANSWER = "wrong-answer", "An answer is not one to its question."
    WRONG_PREVIOUS = "wrong-previous", "An earlier assessment cannot be compared with this one."
    WRONG_TYPE = (
        "wrong-type",
        "Something of another form stands where text, a list, a number or names with values belong.",
    )
    WRONG_UNIT = "wrong-unit", "A number looks as if it were meant in another unit."
    YAML = "yaml", "A file cannot be read as YAML."
