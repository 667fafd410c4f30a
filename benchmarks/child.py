"""A peer's process: `python child.py PEER QUESTION INSTANCE SECONDS`.

Prints lines of JSON: `{"ready": ...}` once everything is imported and built, then each answer as it is
found, then `{"seconds": ...}` or `{"cannot": ...}`. The system ends it when it has used so many seconds of
CPU time from then on, likewise each program that it starts; whoever started it then has the answers so far.
POSIX only.
"""

from __future__ import annotations

import json
import resource
import sys
from importlib import import_module
from math import ceil

from instances import INSTANCES
from timing import cpu_seconds


def main(peer: str, question: str, instance: str, limit: str) -> None:
    module = import_module(f"peer_{peer}")
    prepare = module.prepare_implications if question == "implication" else module.prepare
    drawn = INSTANCES[instance]
    drawn.draw()
    start = cpu_seconds()
    prepared = prepare(drawn)
    built = cpu_seconds() - start
    _say({"ready": True})
    start = cpu_seconds()
    whole = ceil(start + float(limit))
    resource.setrlimit(resource.RLIMIT_CPU, (whole, whole))  # a signal could be caught, and PPL does
    try:
        for answer in getattr(module, question)(prepared):
            _say({"answer": answer})
    except NotImplementedError as refusal:
        _say({"cannot": " ".join(str(refusal).split())})
        return
    _say({"seconds": built if question == "compile_model" else cpu_seconds() - start})


def _say(line: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
