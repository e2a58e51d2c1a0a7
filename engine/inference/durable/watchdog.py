"""Ends the process when durable-rules does not come back.

It holds the interpreter's lock while it hangs, so nothing written in Python could step in: `faulthandler`
does, from a C thread. The answer is then missing for all to see, never partial and never silent.
"""

from __future__ import annotations

import faulthandler
import sys
from collections.abc import Callable
from typing import TextIO

from ..interface import Evaluator, EvaluatorFault, Inference, Premises

DEADLINE = 60.0
"""Seconds for one organisation; it takes milliseconds."""

ADVICE = "run again with --engine plain"


class Watched:
    """An evaluator under a deadline. A fault says what to do; a hang ends the process with a message and
    exit code 1."""

    def __init__(self, evaluator: Evaluator, deadline: float = DEADLINE) -> None:
        self.name = evaluator.name
        self._infer = telling(
            evaluator.infer, f"{evaluator.name} has {deadline:g} seconds to answer; if they ran out, {ADVICE}"
        )
        self._deadline = deadline

    def infer(self, premises: Premises) -> Inference:
        """The inference for one organisation, in time or not at all."""
        faulthandler.dump_traceback_later(self._deadline, exit=True, file=standard_error())
        try:
            return self._infer(premises)
        except EvaluatorFault as fault:
            raise EvaluatorFault(f"{fault} ({ADVICE})") from fault
        finally:
            faulthandler.cancel_dump_traceback_later()


def telling(infer: Callable[[Premises], Inference], message: str) -> Callable[[Premises], Inference]:
    """The function under a file name that is the message: the names of files are all that faulthandler
    prints."""

    def watched(premises: Premises) -> Inference:
        return infer(premises)

    watched.__code__ = watched.__code__.replace(co_filename=message)
    return watched


def standard_error() -> TextIO:
    """The process's own: a replaced sys.stderr may have no file behind it."""
    return sys.__stderr__ or sys.stderr
