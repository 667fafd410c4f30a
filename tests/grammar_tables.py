"""Makes `mesaprior/language/grammar.json`, the LALR table, from `grammar.lark` with lark.

    python tests/grammar_tables.py

`tests/test_language_table.py` checks that the file is what this makes.
"""

from __future__ import annotations

import json
from collections import deque
from pathlib import Path
from typing import Any

from lark import Lark

LANGUAGE = Path(__file__).parent.parent / "mesaprior" / "language"
GOALS = ["expression_text", "relation_text", "claim_text"]


def grammar_table() -> str:
    """The table as JSON text; states are numbered as they are reached, so the text is reproducible."""
    grammar = (LANGUAGE / "grammar.lark").read_text(encoding="utf-8")
    lark = Lark(grammar, parser="lalr", start=GOALS, maybe_placeholders=False, keep_all_tokens=True)
    parsed = lark.parser.parser._parse_table
    rules = sorted(lark.rules, key=str)
    number = {rule: index for index, rule in enumerate(rules)}
    order = _reached(parsed)
    place = {state: index for index, state in enumerate(order)}
    states = [
        {
            symbol: place[target] if action.name == "Shift" else ~number[target]
            for symbol, (action, target) in sorted(parsed.states[state].items())
        }
        for state in order
    ]
    table = {
        "start": {goal: place[parsed.start_states[goal]] for goal in GOALS},
        "accept": {goal: place[parsed.end_states[goal]] for goal in GOALS},
        "rules": [[str(rule.origin.name), len(rule.expansion), rule.alias] for rule in rules],
        "states": states,
    }
    return json.dumps(table, separators=(",", ":")).replace("],", "],\n").replace("},", "},\n") + "\n"


def _reached(parsed: Any) -> list[int]:
    """The states in the order in which a walk from the start states meets them."""
    order: list[int] = []
    waiting = deque(parsed.start_states[goal] for goal in GOALS)
    while waiting:
        state = waiting.popleft()
        if state not in order:
            order.append(state)
            edges = sorted(parsed.states[state].items())
            waiting.extend(target for _, (action, target) in edges if action.name == "Shift")
    return order


if __name__ == "__main__":
    (LANGUAGE / "grammar.json").write_text(grammar_table(), encoding="utf-8")
