"""How the command line tells of a problem: what is wrong, what to do, and the exit code."""

import sys

from deploy.embedded.failures import INTERNAL, StartFailure

PROBLEMS = (StartFailure, OSError)


def report(problem: BaseException) -> int:
    """Print `problem` to standard error and return the exit code for it."""
    if isinstance(problem, StartFailure):
        print(f"lemkin: {problem.message}\nlemkin: {problem.advice}", file=sys.stderr)
        return problem.code
    print(f"lemkin: {problem}", file=sys.stderr)
    return INTERNAL


def say(sentence: str) -> None:
    """Tell a person about progress; standard output is for answers."""
    print(f"lemkin: {sentence}", file=sys.stderr, flush=True)
