"""A page of its own around a fragment: readable without scripts, styles from nowhere else, light and dark."""

from __future__ import annotations

import base64
import hashlib
from typing import Final

from mesaprior.render import escape
from mesaprior.render.elements import Element, element, written

STYLE: Final = """
:root { color-scheme: light dark; --quiet: #595959; --line: #bbb }
:root { --good: #00663d; --bad: #a61c00; --faint: #f2f2f2 }
@media (prefers-color-scheme: dark) {
  :root { --quiet: #a8a8a8; --line: #555 }
  :root { --good: #6fd3a2; --bad: #ff9b85; --faint: #262626 }
}
body { margin: 0 auto; max-width: 52rem; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif }
p.names, caption { color: var(--quiet); font-size: 0.875rem }
.answer { color: inherit; font-size: 1rem; font-weight: 600 }
caption { padding-bottom: 0.5rem; text-align: left }
table { border-collapse: collapse; border-top: 2px solid; border-bottom: 2px solid }
th, td { padding: 0.3rem 1.2rem 0.3rem 0; text-align: left; vertical-align: top; font-weight: inherit }
thead th { border-bottom: 1px solid; font-weight: 600; vertical-align: bottom }
tbody tr + tr > * { border-top: 1px solid var(--line) }
th.number, td.number { text-align: right }
td.short { white-space: nowrap }
tr.strong { background: var(--faint); font-weight: 600 }
ul { padding-left: 1.2rem }
ul.claims { list-style: none; padding: 0 }
ul.claims > li { margin: 0 0 1rem; overflow-wrap: anywhere }
ul.claims p { margin: 0 }
dl { margin: 0 0 0 1.3rem; display: grid; grid-template-columns: max-content 1fr; column-gap: 0.8rem }
dt { color: var(--quiet) }
dd { margin: 0 }
.proved { color: var(--good) }
.refuted { color: var(--bad) }
.apart { margin: 0.3rem 0 0.6rem; overflow-x: auto }
.apart math { text-align: left }
code { font-size: 0.9em; overflow-wrap: anywhere }
@media (max-width: 34rem) {
  table.wide, .wide tbody, .wide tr, .wide th, .wide td { display: block; padding-right: 0 }
  .wide thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
  .wide caption { display: block }
  .wide tr { padding: 0.4rem 0 }
  .wide tr > th { padding: 0 }
  .wide td { border: 0; padding: 0.1rem 0 0.1rem 1rem }
  .wide td:empty { display: none }
  .wide td[data-says]::before { content: attr(data-says) " "; color: var(--quiet) }
  dl { display: block }
  dd { margin-left: 1rem }
}
"""


def page(title: str, body: Element) -> str:
    """The page. Its policy allows this style and nothing else; no script would run in it."""
    policy = f"default-src 'none'; style-src 'sha256-{_digest(STYLE)}'; base-uri 'none'; form-action 'none'"
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", escape.one_line(title)),
        element("style", STYLE),
    )
    whole = element("html", head, element("body", element("main", body)), lang="en")
    return "<!DOCTYPE html>\n" + written(whole)


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
