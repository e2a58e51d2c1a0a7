"""An overlap as JSON. The keys `standards`, `shared`, `specific` and `summary` are fixed: things outside
the project read them."""

from __future__ import annotations

from ...analysis.assessment import Assessment
from ...analysis.overlap.adding import Adding, EffortOfAdding, Needed, ToAnswer, changes_of
from ...analysis.overlap.held import Held, HeldState, HeldTheme
from ...analysis.overlap.result import OverlapResult
from ...analysis.overlap.shared import Correspondence, Figures, Overlap, Requirements, SameStep, Shared, Tally
from ...model import KnowledgeBase, Status
from ..words.overlaid import versions_json
from ..words.overlap import DEFINITIONS, WHY, step_words
from ..words.plan import plan_json
from .assessment import Json, change_json, grade_word
from .knowledge import edition_change_json, transition_json


def overlap_result_json(result: OverlapResult) -> Json:
    """The whole comparison; `organisation`, `held` and `adding` are there if they were asked for."""
    found = overlap_json(result.overlap, result.knowledge)
    found["overlays"] = [change_json(one) for one in result.knowledge.changes]
    found["versions"] = versions_json(result.knowledge)
    if result.assessment is not None:
        found |= {
            "organisation": result.assessment.organisation,
            "as_of": result.assessment.as_of.isoformat(),
        }
        found |= {"policy": result.assessment.policy, "engine": result.assessment.engine}
    if result.held is not None:
        found["held"] = held_json(result.held)
    if result.adding is not None:
        found["adding"] = adding_json(result.adding, result.added, result.knowledge)
    return found


def overlap_json(overlap: Overlap, knowledge: KnowledgeBase) -> Json:
    """What the standards share."""
    return {
        "standards": list(overlap.standards),
        "shared": [_shared(one, knowledge) for one in overlap.shared],
        "specific": _lists(overlap.specific),
        "parallel": [_parallel(one, knowledge) for one in overlap.parallel],
        "apart": [{"theme": one.theme, "requirements": _lists(one.requirements)} for one in overlap.apart],
        "same_numbers": [{"clause": one.number, "themes": one.themes} for one in overlap.same_numbers],
        "summary": _summary(overlap, knowledge),
    }


def _shared(shared: Shared, knowledge: KnowledgeBase) -> Json:
    return {
        "theme": shared.theme,
        "title": knowledge.theme[shared.theme].title,
        "relation": shared.relation.value,
        "requirements": _lists(shared.requirements),
        "facts": list(shared.facts),
        "same": list(shared.same),
        "evidence": list(shared.evidence),
        "more": _lists(shared.more),
    }


def _parallel(step: SameStep, knowledge: KnowledgeBase) -> Json:
    """A step taken alike. It has no facts and no evidence, since none are shared."""
    title, because = step_words(step, knowledge)
    return {
        "parallel": step.parallel,
        "title": title,
        "relation": Correspondence.PARALLEL.value,
        "requirements": _lists(step.requirements),
        "because": because,
    }


def _lists(requirements: Requirements) -> Json:
    return {standard: list(ids) for standard, ids in requirements.items()}


def _summary(overlap: Overlap, knowledge: KnowledgeBase) -> Json:
    return {
        **_figures(overlap.figures[-1]),
        "stages": {one.stage.value: _figures(one) for one in overlap.figures if one.stage},
        "themes": {
            **{
                relation.value: sum(one.relation is relation for one in overlap.shared)
                for relation in Correspondence
            },
            Correspondence.PARALLEL.value: len(overlap.parallel),
            "apart": len(overlap.apart),
        },
        "by_standard": {
            one: {
                "requirements": len(knowledge.asked_by[one]),
                "shared": len(knowledge.asked_by[one]) - len(specific),
                "specific": len(specific),
            }
            for one, specific in overlap.specific.items()
        },
        "definitions": dict(DEFINITIONS),
        "note": WHY,
    }


def _figures(figures: Figures) -> Json:
    return {
        "requirements": {"all": figures.requirements, "shared": figures.shared, "same": figures.same},
        "questions": _tally(figures.questions),
        "evidence": _tally(figures.evidence),
    }


def _tally(tally: Tally) -> Json:
    return {"one_by_one": tally.apart, "once": tally.once, "shared": tally.shared}


def held_json(held: Held) -> Json:
    """What of the overlap holds in an organisation."""
    return {
        "standards": list(held.standards),
        "summary": {state.value: sum(one.state is state for one in held.themes) for state in HeldState},
        "themes": [_held_theme(one) for one in held.themes],
        "evidence": [
            {"ref": one.ref, "standards": list(one.standards), "facts": list(one.facts)}
            for one in held.evidence
        ],
        "kept_twice": [
            {
                "fact": one.fact,
                "refs": {discipline.value: list(refs) for discipline, refs in one.refs.items()},
                "answers_differ": one.differs,
            }
            for one in held.twice
        ],
        "answered_apart": list(held.answered_apart),
    }


def _held_theme(one: HeldTheme) -> Json:
    return {
        "theme": one.theme,
        "state": one.state.value,
        "marks": dict(one.marks),
        "splits": [
            {"holds": list(split.holds), "fails": list(split.fails), "facts": list(split.facts)}
            for split in one.splits
        ],
    }


def adding_json(adding: Adding, added: Assessment | None, knowledge: KnowledgeBase) -> Json:
    """What one more standard asks. `status`, `grade` and `plan` are null where no organisation is given."""
    return {
        "standard": adding.standard,
        "has": list(adding.has),
        "summary": {
            effort.value: {
                "requirements": adding.count(effort),
                **({one.value: adding.count(effort, one) for one in Status} if added else {}),
            }
            for effort in EffortOfAdding
        },
        "requirements": [_needed(one, added, knowledge) for one in adding.requirements],
        "questions": [_question(one, knowledge) for one in adding.questions],
        "plan": plan_json(adding.plan) if adding.plan is not None else None,
        "changes": [edition_change_json(one) for one in adding.changes],
        "transition": transition_json(adding.transition),
    }


def _needed(one: Needed, added: Assessment | None, knowledge: KnowledgeBase) -> Json:
    return {
        "requirement": one.requirement,
        "says": knowledge.says(one.requirement),
        "effort": one.effort.value,
        "new_questions": list(one.new),
        "status": one.status.value if one.status else None,
        "grade": grade_word(added.finding[one.requirement].grade) if added else None,
        "changes": [change.kind.value for change in changes_of(one.requirement, knowledge)],
    }


def _question(one: ToAnswer, knowledge: KnowledgeBase) -> Json:
    question = knowledge.question[one.fact]
    return {
        "fact": one.fact,
        "ask": question.ask,
        "who": question.who.value,
        "requirements": list(one.requirements),
        "new": one.new,
        "given_for": [discipline.value for discipline in one.given_for],
    }
