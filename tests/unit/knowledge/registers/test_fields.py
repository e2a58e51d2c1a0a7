"""Fields of registers that are like others."""

from __future__ import annotations

from clausegraph.engine.model import KnowledgeBase
from clausegraph.engine.organisation.registers.scales import Scale, Scales
from clausegraph.engine.problems import Location


def test_a_field_takes_over_what_it_does_not_say_itself(knowledge: KnowledgeBase) -> None:
    risk = knowledge.question["registers.risks"].field("due")
    control = knowledge.question["registers.controls"].field("due")
    assert risk
    assert control
    assert (control.holds, control.also) == (risk.holds, risk.also)
    assert control.says != risk.says


def test_a_field_that_holds_something_else_does_not_take_over_words_for_it(knowledge: KnowledgeBase) -> None:
    assert all(
        word in field.words
        for register in knowledge.registers
        for field in register.record
        for word, _ in field.means
    )


def test_a_scale_for_a_register_goes_before_one_for_all(knowledge: KnowledgeBase) -> None:
    levels = (("low", 1.0), ("medium", 6.0), ("high", 15.0))
    common = Scale("all", levels, Location(""))
    own = Scale("own", levels, Location(""), registers=("registers.risks",))
    level = knowledge.question["registers.risks"].field("level")
    assert level
    scales = Scales((common, own))
    assert scales.of("registers.risks", level) is own
    assert scales.of("registers.security_risks", level) is common
