"""A peer's process: `python child.py PEER QUESTION INSTANCE`.

Prints lines of JSON: `{"ready": ...}` once everything is imported and built, then each answer as it is
found, then `{"seconds": ...}` or `{"cannot": ...}`. Whoever started it kills it when it takes too long, and
then has the answers so far.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from time import perf_counter

from instances import INSTANCES


def main(peer: str, question: str, instance: str) -> None:
    module = import_module(f"peer_{peer}")
    prepare = module.prepare_implications if question == "implication" else module.prepare
    drawn = INSTANCES[instance]
    drawn.draw()
    start = perf_counter()
    prepared = prepare(drawn)
    built = perf_counter() - start
    _say({"ready": True})
    start = perf_counter()
    try:
        for answer in getattr(module, question)(prepared):
            _say({"answer": answer})
    except NotImplementedError as refusal:
        _say({"cannot": " ".join(str(refusal).split())})
        return
    _say({"seconds": built if question == "compile_model" else perf_counter() - start})


def _say(line: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
