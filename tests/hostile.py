"""Several hundred labels that some target might obey instead of showing them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

_FIXTURES: Final = Path(__file__).with_name("fixtures")
_SIGNS: Final = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"

HOSTILE: Final[list[str]] = list(
    dict.fromkeys(
        [
            *json.loads(_FIXTURES.joinpath("hostile_labels.json").read_text("utf-8")),
            *json.loads(_FIXTURES.joinpath("hostile_texts.json").read_text("utf-8")),
            *_SIGNS,
            *(sign * 2 for sign in _SIGNS),
            *(f"a{sign}b" for sign in _SIGNS),
            *(f"{sign}a" for sign in _SIGNS),
            *(f"a{sign}" for sign in _SIGNS),
            *map(chr, range(0x20)),
            *map(chr, range(0x7F, 0xA0)),
            "x" * 2000,
            "ab " * 600,
        ]
    )
)
