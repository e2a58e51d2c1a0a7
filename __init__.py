"""clausegraph says what a lead auditor would say of a management system, and why: `import clausegraph as cg`.

    result = cg.assess("acme.yaml")
    print(result.report("markdown"))

What it offers is loaded when it is first used, so that the import itself costs nothing; see docs/api.md.
The repository root is the package: `cli.py` and `engine/` beside `standards/` and `rulebases/`, as they
ship.
"""

__version__ = "0.2.0"

TYPE_CHECKING = False
"""What type checkers take as true, without importing `typing` for it."""

__all__ = [
    "Assessment",
    "Audience",
    "BadInput",
    "Check",
    "Code",
    "Document",
    "EvaluatorFault",
    "Explanations",
    "Given",
    "Grade",
    "KnowledgeBase",
    "Location",
    "Merged",
    "Options",
    "Organisation",
    "Overlap",
    "Plan",
    "Policy",
    "Problem",
    "Questions",
    "Result",
    "Source",
    "Status",
    "Workspace",
    "__version__",
    "assess",
    "check",
    "document",
    "explain",
    "load",
    "merge",
    "overlap",
    "questions",
    "read",
]

if TYPE_CHECKING:
    from .api import (
        Assessment,
        Audience,
        BadInput,
        Check,
        Code,
        Document,
        EvaluatorFault,
        Explanations,
        Given,
        Grade,
        KnowledgeBase,
        Location,
        Merged,
        Options,
        Organisation,
        Overlap,
        Plan,
        Policy,
        Problem,
        Questions,
        Result,
        Source,
        Status,
        Workspace,
        assess,
        check,
        document,
        explain,
        load,
        merge,
        overlap,
        questions,
        read,
    )
else:

    def __getattr__(name: str) -> object:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from . import api

        return getattr(api, name)

    def __dir__() -> list[str]:
        return sorted([*globals(), *__all__])
