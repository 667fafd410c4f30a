"""Claims: every claim of the built-in library, ours beside z3 fed the same claims by hand.

First in process, claim by claim, then whole processes. CPU time throughout, that of children included: most
claims take less than the neighbours on a shared machine take away at a stretch. POSIX only.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from contextlib import chdir
from pathlib import Path
from statistics import median
from typing import Any, Final

from agreement import Compared
from cells import target_cell
from cold_start import ROOT, cpu_time
from instances import LIBRARY
from ours import OwnClaim, library_claims
from peers import Outcome, ask
from tables import table
from timing import ratio, seconds

MEDIAN: Final = 0.03
WHOLE: Final = 5.0
"""Seconds that the issue asks for: the median claim in process, the whole library's check cold."""
SLOWEST: Final = 3
PEER: Final = "z3_claims"
ASKED: Final = (sys.executable, str(Path(__file__).with_name("child.py")), PEER, "claims", LIBRARY.name)
OURS: Final = (sys.executable, "-m", "mesaprior")

# --- in process ---------------------------------------------------------------------------------------


def claims(runs: int, peer_runs: int, limit: float) -> tuple[str, Compared]:
    """The table, measured, with remarks, and what comparing the verdicts has found."""
    print(f"  claims, {LIBRARY.name}: ours ...", file=sys.stderr, flush=True)
    own = list(library_claims(runs))
    print(f"  claims, {LIBRARY.name}: z3 ...", file=sys.stderr, flush=True)
    outcomes = [ask(PEER, "claims", LIBRARY.name, limit=limit, runs=1) for _ in range(peer_runs)]
    if outcomes[0].cannot is not None:
        return f"cannot: {outcomes[0].cannot}", Compared(0)
    verdicts, building, checking = _of_peer(outcomes)
    asked = [claim for claim in own if verdicts.get(claim.name, "not fed") != "not fed"]
    if not asked:
        return f"z3 answered nothing in {limit:.0f} s", Compared(0)
    whole, bare = [claim.seconds for claim in asked], [claim.bare_seconds for claim in asked]
    fed = [building[claim.name] + checking[claim.name] for claim in asked]
    check = [checking[claim.name] for claim in asked]
    settled = sum(verdicts[claim.name] is not None for claim in asked)
    rows = [
        _times("ours, everything said", whole, sum(claim.verdict != "undecided" for claim in asked)),
        _times("ours, the bare verdict", bare, sum(claim.bare for claim in asked)),
        _times("z3, building and check", fed, settled),
        _times("z3, the check alone", check, settled),
        _ratios("z3 / ours", fed, whole),
        _ratios("z3's check / our bare verdict", check, bare),
    ]
    rows[0][-1] = target_cell(MEDIAN, median(whole))
    head = (f"{len(asked)} claims", "median", "90th percentile", "maximum", "all", "settled", "to reach")
    return "\n".join([table(head, rows), "", *_remarks(own, verdicts)]), _compared(asked, verdicts)


def _of_peer(
    outcomes: Sequence[Outcome],
) -> tuple[dict[str, str | None], dict[str, float], dict[str, float]]:
    """By claim: the verdict of the first run, and the medians of both times over the runs."""
    times: dict[str, list[tuple[float, float]]] = {}
    for outcome in outcomes:
        for name, _, building, checking in outcome.answers:
            times.setdefault(name, []).append((building, checking))
    verdicts = {name: verdict for name, verdict, _, _ in outcomes[0].answers}
    both = {name: [median(column) for column in zip(*found, strict=True)] for name, found in times.items()}
    return verdicts, *({name: pair[k] for name, pair in both.items()} for k in (0, 1))


def _figures(times: Sequence[float]) -> tuple[float, float, float, float]:
    """Median, 90th percentile (the least that nine in ten do not exceed), maximum, sum."""
    ordered = sorted(times)
    return median(ordered), ordered[-(-9 * len(ordered) // 10) - 1], ordered[-1], sum(ordered)


def _times(says: str, times: Sequence[float], settled: int) -> list[str]:
    return [says, *map(seconds, _figures(times)), f"{settled} of {len(times)}", ""]


def _ratios(says: str, theirs: Sequence[float], own: Sequence[float]) -> list[str]:
    """Of the figures, not of the single claims."""
    pairs = zip(_figures(theirs), _figures(own), strict=True)
    return [says, *(ratio(other / mine) for other, mine in pairs), "", ""]


def _remarks(own: Sequence[OwnClaim], verdicts: dict[str, str | None]) -> list[str]:
    slowest = sorted(own, key=lambda claim: -claim.seconds)[:SLOWEST]
    said = {
        "The slowest of ours": [f"{claim.name} ({seconds(claim.seconds)})" for claim in slowest],
        "Not settled by z3": [name for name, verdict in verdicts.items() if verdict is None],
        "Not settled by us": [claim.name for claim in own if claim.verdict == "undecided"],
        "Not fed to z3": [claim.name for claim in own if verdicts.get(claim.name, "not fed") == "not fed"],
    }
    return [f"{what}: {', '.join(names) or 'none'}." for what, names in said.items()]


def _compared(asked: Sequence[OwnClaim], verdicts: dict[str, Any]) -> Compared:
    """Every verdict that both settled."""
    both = [claim for claim in asked if claim.verdict != "undecided" and verdicts[claim.name] is not None]
    return Compared(
        len(both),
        tuple(
            f"claims, {claim.name}: we say {claim.verdict}, z3 says {verdicts[claim.name]}"
            for claim in both
            if claim.verdict != verdicts[claim.name]
        ),
    )


# --- whole processes ----------------------------------------------------------------------------------


def processes(runs: int) -> str:
    """The library's check and the verification of its proofs, each in a process of its own."""
    head = ("CPU time of a process", "median", "maximum", "to reach")
    with tempfile.TemporaryDirectory() as folder, chdir(ROOT):
        writing = cpu_time((*OURS, "check", "--all", "--certificates", folder))
        if writing[1] != 0:
            return f"the claims are not as expected: exit code {writing[1]}"
        written = sorted(Path(folder).rglob("*.json"), key=lambda path: path.stat().st_size)
        asked: list[tuple[str, Sequence[str], float | None]] = [
            ("mesaprior check --all", (*OURS, "check", "--all"), WHOLE),
            ("z3 asked the same claims", ASKED, None),
            ("of that, import z3", (sys.executable, "-c", "import z3"), None),
        ]
        for which, path in (
            ("the smallest", written[0]),
            ("the median", written[len(written) // 2]),
            ("the largest", written[-1]),
        ):
            size = f"{path.stat().st_size / 1000:,.1f} kB"
            says = f"mesaprior verify, {which} of {len(written)} certificates ({size})"
            asked.append((says, (*OURS, "verify", str(path)), None))
        times: list[list[float]] = [[] for _ in asked]
        for _ in range(runs):  # in turns, since a busy machine slows whatever runs on it
            for (says, command, _), found in zip(asked, times, strict=True):
                spent, code = cpu_time(command)
                if code != 0:
                    return f"{says}: exit code {code}"
                found.append(spent)
    rows = [
        (says, seconds(median(found)), seconds(max(found)), target_cell(target, median(found)))
        for (says, _, target), found in zip(asked, times, strict=True)
    ]
    together = f"z3 / ours: {ratio(median(times[1]) / median(times[0]))}."
    return "\n".join([table(head, rows), "", together])
