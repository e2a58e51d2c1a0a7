"""A whole run: from the paths and names a person gives to an assessment of their organisation."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from ..analysis.assessment import Assessment, assess
from ..inference.choose import evaluator
from ..knowledge.choices import with_policy
from ..knowledge.load import BUILT_IN, PACKAGE, default_cache, load
from ..knowledge.sources import Root, contents
from ..model import FailureKind, Grade, KnowledgeBase, Policy, count
from ..organisation.coverage import assessed_against
from ..organisation.organisation import Organisation, knows_standard, read_organisation, with_answers
from ..problems import BadInput, Location, Problem, did_you_mean
from ..reading.nodes import Problems
from ..reading.shapes import Placed

if TYPE_CHECKING:
    from .rule_tests import Outcome


class Request(msgspec.Struct, frozen=True):
    """What somebody asks for. `engine` is `durable`, `plain`, or empty for the best there is; without
    `standards` those of the file are taken, which must then name some."""

    facts: Path
    standards: tuple[str, ...] = ()
    overlays: tuple[Path, ...] = ()
    as_of: date | None = None
    policy: str = "default"
    engine: str = ""
    settings: tuple[str, ...] = ()
    previous: Path | None = None


class Result(msgspec.Struct, frozen=True):
    """An assessment with what it was made from; with `settings`, `before` is the one without them."""

    assessment: Assessment
    knowledge: KnowledgeBase
    organisation: Organisation
    policy: Policy
    before: Assessment | None = None
    settings: tuple[str, ...] = ()


class Place(msgspec.Struct, frozen=True):
    """A place in the knowledge base: one clause, one standard (`clause` is empty), or all of it (both are)."""

    knowledge: KnowledgeBase
    standard: str = ""
    clause: str = ""


def run(request: Request, *, today: date) -> Result:
    """The assessment a request asks for; `today` stands in where neither the request nor the file has a date.

    Raises BadInput with every problem in what was given, EvaluatorFault if the engine breaks down. There is no partial result.
    """
    roots = overlay_roots(request.overlays)
    knowledge = load((BUILT_IN, *roots), cache=default_cache())
    organisation = read_organisation(request.facts, knowledge, as_of=request.as_of, today=today)
    standards = _chosen(request.standards, knowledge) or organisation.standards
    if not standards:
        hint = f"standards: [one or more of {', '.join(sorted(knowledge.standard))}]; or --standard ID"
        raise BadInput([Problem(Location(str(request.facts)), "no standard is named to assess against", "missing-key", hint)])
    organisation = assessed_against(organisation, standards, knowledge)
    if roots:
        from ..knowledge.overlays import with_overlays

        knowledge = with_overlays(knowledge, roots, organisation.as_of)
    policy = _policy(request.policy, knowledge)
    knowledge = with_policy(knowledge, policy)
    if request.previous is not None:
        organisation = _compared(request.previous, organisation, knowledge)
    judge = evaluator(knowledge, request.engine or None)
    assessment = assess(organisation, knowledge, judge, policy)
    if not request.settings:
        return Result(assessment, knowledge, organisation, policy)
    changed = with_answers(organisation, request.settings, knowledge)
    return Result(assess(changed, knowledge, judge, policy), knowledge, changed, policy, assessment, request.settings)


def gate_fails(assessment: Assessment, gate: str) -> bool:
    """Whether there is what `--fail-on` names: a finding of at least this grade, or, for `dependency`, a dependency that fails."""
    if gate == "dependency":
        return any(failure.kind is not FailureKind.PROVISIONAL for failure in assessment.dependency_failures)
    return any(finding.grade >= Grade[gate.upper()] for finding in assessment.findings)


def _compared(previous: Path, organisation: Organisation, knowledge: KnowledgeBase) -> Organisation:
    """The organisation with its earlier assessment."""
    from ..organisation.previous import read_previous

    read = read_previous(previous, organisation.name, organisation.as_of, organisation.standards, knowledge)
    return msgspec.structs.replace(organisation, previous=read)


def knowledge_of(standards: tuple[str, ...], overlays: tuple[Path, ...]) -> tuple[KnowledgeBase, tuple[str, ...]]:
    """The knowledge base with what overlays add, and the standards chosen (all, if none is named)."""
    knowledge = load((BUILT_IN, *overlay_roots(overlays)), cache=default_cache())
    return knowledge, _chosen(standards, knowledge) or tuple(sorted(knowledge.standard))


def place_of(text: str | None, overlays: tuple[Path, ...]) -> Place:
    """The standard or clause meant by `iso-9001:2015` or `iso-9001:2015/9.2`; without text, the whole knowledge base. Raises BadInput."""
    knowledge, _ = knowledge_of((), overlays)
    if text is None:
        return Place(knowledge)
    standard, _, clause = text.partition("/")
    _chosen((standard,), knowledge)
    if clause and text not in knowledge.clause:
        hint = did_you_mean(text, [one.id for one in knowledge.clauses if one.standard == standard])
        raise BadInput([Problem(Location("ID/CLAUSE"), f"{standard} has no clause `{clause}`", "unknown-name", hint)])
    return Place(knowledge, standard, clause)


def check_knowledge(folders: tuple[Path, ...], *, today: date) -> str:
    """A line on what is sound; raises BadInput with every problem in the rulebases, their cases, and overlays."""
    from ..knowledge.load import read
    from ..knowledge.overlays import with_overlays
    from .rule_tests import read_cases

    roots = overlay_roots(folders)
    knowledge = read((BUILT_IN, *roots))
    if roots:
        with_overlays(knowledge, roots, today)
    cases, _ = read_cases((BUILT_IN, *roots), knowledge)
    counts = [
        count(len(knowledge.standards), "standard"),
        count(len(knowledge.requirements), "requirement"),
        count(sum(not fact.computed for fact in knowledge.facts), "question"),
        count(len(knowledge.rules), "rule"),
        count(len(knowledge.links), "link"),
        count(len(cases), "case"),
    ]
    read_from = "".join(f"\n{root.shown}: {contents(root)}." for root in roots)
    return f"Sound: {', '.join(counts)}.{read_from}"


def test_knowledge(folders: tuple[Path, ...], engine: str | None) -> Outcome:
    """What the cases beside the rules show; raises BadInput if they, or the rules, cannot be read."""
    from .rule_tests import read_cases, run_cases

    roots = (BUILT_IN, *overlay_roots(folders))
    knowledge = load(roots, cache=default_cache())
    cases, problems = read_cases(roots, knowledge)
    return run_cases(cases, knowledge, lambda wanted: evaluator(wanted, engine), problems)


def overlay_roots(folders: tuple[Path, ...]) -> tuple[Root, ...]:
    """The folders given beside the built-in knowledge. A folder of the built-in knowledge itself is there already and is left out."""
    missing = [Problem(Location(str(folder)), "there is no such folder", "unreadable") for folder in folders if not folder.is_dir()]
    if missing:
        raise BadInput(missing)
    built_in = {PACKAGE, PACKAGE / "standards", PACKAGE / "rulebases"}
    return tuple(Root(folder, folder.as_posix()) for folder in folders if folder.resolve() not in built_in)


def _chosen(standards: tuple[str, ...], knowledge: KnowledgeBase) -> tuple[str, ...]:
    problems = Problems()
    for standard in standards:
        knows_standard(Placed(standard, Location("--standard")), knowledge, problems)
    if problems.found:
        raise BadInput(problems.found)
    return tuple(dict.fromkeys(standards))


def _policy(name: str, knowledge: KnowledgeBase) -> Policy:
    if name not in knowledge.policy:
        known = f"known are {', '.join(sorted(knowledge.policy))}"
        hint = "; ".join(filter(None, (did_you_mean(name, knowledge.policy), known)))
        raise BadInput([Problem(Location("--policy"), f"there is no policy `{name}`", "unknown-name", hint)])
    return knowledge.policy[name]
