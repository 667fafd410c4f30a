r"""Names as mathematics: the small part of LaTeX that `latex:` of a term or a parameter may be written in.

Before -> after: `\mathrm{opt}_{t-1}` -> `(Part("styled", "opt", "mathrm", sub=(t, -, 1)),)`. What is not
listed here is refused: a declared name goes into LaTeX, MathJax and KaTeX as it stands, so it may hold
nothing that reads a file, ends a formula or makes a command. Signs that relate or add stand inside scripts
only: elsewhere a name could be taken for a formula.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

from mesaprior import limits
from mesaprior.errors import InputError, did_you_mean, refuse

Kind: TypeAlias = Literal["letter", "number", "sign", "symbol", "styled", "accented", "group"]


@dataclass(frozen=True, slots=True)
class Part:
    """`text` is a letter, digits, a sign, the character of a symbol, or the letters of a styled word; `style`
    the command that styles or accents it; `inside` what an accent or a group holds."""

    kind: Kind
    text: str = ""
    style: str = ""
    inside: tuple[Part, ...] = ()
    sub: tuple[Part, ...] = ()
    sup: tuple[Part, ...] = ()


STYLES: Final = frozenset(
    {"mathrm", "mathit", "mathsf", "mathtt", "mathbf", "mathcal", "text", "operatorname"}
)
ACCENTS: Final = {
    "hat": "^", "bar": "¯", "tilde": "~", "vec": "→", "dot": "˙", "ddot": "¨", "overline": "¯",
    "widehat": "^", "widetilde": "~",
}  # fmt: skip
"""The command, and the sign that MathML sets above."""
_GREEK: Final = (
    "alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ"
    " lambda λ mu μ nu ν xi ξ pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ"
    " chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω"
)
_OTHERS: Final = (
    "ell ℓ hbar ℏ infty ∞ partial ∂ nabla ∇ star ⋆ ast ∗ dagger † circ ∘ bullet ∙ prime ′ emptyset ∅ aleph ℵ"
    " Re ℜ Im ℑ imath ı jmath ȷ ldots … cdots ⋯ oplus ⊕ otimes ⊗ cdot ⋅ times × pm ± mp ∓"
)
_WORDS: Final = f"{_GREEK} {_OTHERS}".split()
SYMBOLS: Final = dict(zip(_WORDS[::2], _WORDS[1::2], strict=True))
"""Every command that stands for one character."""
_ONLY_IN_SCRIPTS: Final = frozenset("+-*/:;")
_HELP: Final = r"write a name as mathematics: x, \lambda, \mathrm{base}, \mathrm{opt}_{\mathrm{env}}"
_TOKEN: Final = re.compile(r"\\[A-Za-z]+|\\[,_ ]|[0-9]+|[^ ]")
_UPRIGHT: Final = (r"\{((?:[A-Za-z0-9]|\\_|\\? )+)\}", r"letters, digits and \_")
_HOLDS: Final = {
    "text": (
        r"\{([A-Za-z0-9 .,'()-]+)\}",
        "letters, digits and . , ' ( ) -",
    ),  # MathJax shows \_ as it stands
    "mathcal": (r"\{([A-Z]+)\}", "capital letters"),  # the font has no others
}
"""What the braces after a styling command may hold, and how that is said."""


def parse_typeset(text: str) -> tuple[Part, ...]:
    """The parts of a declared name. Raises `InputError` for what is no name, or holds what is not listed."""
    if len(text) > limits.TYPESET_NAME_CHARACTERS:
        message = f"this name has {len(text)} characters; {limits.TYPESET_NAME_CHARACTERS} are allowed"
        raise refuse("bad-latex", message, "meaning: has room for more")
    reader = _Reader(text)
    parts = reader.parts("", in_script=False, depth=0)
    if not parts:
        raise refuse("bad-latex", "this name is empty", _HELP)
    return parts


class _Reader:
    """Reads from left to right; `place` is where the next sign stands, `depth` how many brackets are open."""

    def __init__(self, text: str) -> None:
        self.text, self.place = text, 0

    def parts(self, closing: str, *, in_script: bool, depth: int) -> tuple[Part, ...]:
        """Parts up to `closing`, which is read too; to the end of the text where it is empty."""
        if depth > limits.TYPESET_NAME_NESTING:
            raise _refused(f"more than {limits.TYPESET_NAME_NESTING} brackets are open at once")
        found: list[Part] = []
        while (token := self._next()) is not None:
            if token == closing:
                return tuple(found)
            if token in {"_", "^"}:
                found.append(self._scripted(found, token, depth))
            elif token == "'":
                found.append(_primed(found))
            elif token not in {"\\,", "\\ "}:
                found.append(self._part(token, in_script, depth))
        if closing:
            raise _refused(f"a {closing} is missing")
        return tuple(found)

    def _part(self, token: str, in_script: bool, depth: int) -> Part:
        if token.isdecimal() and token.isascii():
            return Part("number", token)
        if token.isascii() and token.isalpha():
            return Part("letter", token)
        if token == "{":
            return Part("group", inside=self.parts("}", in_script=in_script, depth=depth + 1))
        if token == "(":
            inside = self.parts(")", in_script=in_script, depth=depth + 1)
            return Part("group", "(", inside=inside)
        if token in {",", ".", "!", "?"} or (in_script and token in _ONLY_IN_SCRIPTS):
            return Part("sign", token)
        if token == "\\_":
            return Part("sign", "_")
        if token[:1] == "\\" and len(token) > 1:
            return self._command(token[1:], in_script, depth)
        if token in _ONLY_IN_SCRIPTS:
            message = f"{token!r} in a name would read as part of a formula"
            raise _refused(message, r"it may stand in a script, as in x_{t-1}, or in \text{...}")
        raise _refused(f"{token!r} has no place in a name")

    def _command(self, name: str, in_script: bool, depth: int) -> Part:
        if name in SYMBOLS:
            return Part("symbol", SYMBOLS[name])
        if name in STYLES:
            pattern, holds = _HOLDS.get(name, _UPRIGHT)
            word = re.compile(pattern).match(self.text, self.place)
            if word is None:
                raise _refused(f"\\{name} takes {holds} in braces")
            self.place = word.end()
            shown = word[1] if name == "text" else re.sub(r"(?<!\\) ", "", word[1])
            return Part("styled", shown.replace("\\_", "_").replace("\\ ", " "), name)
        if name in ACCENTS:
            if self._next() != "{":
                raise _refused(f"\\{name} takes what it stands above in braces")
            inside = self.parts("}", in_script=in_script, depth=depth + 1)
            return Part("accented", style=name, inside=inside)
        near = did_you_mean(name, (*sorted(STYLES), *ACCENTS, *SYMBOLS))
        raise _refused(f"\\{name} is not a command that a name may use", near)

    def _scripted(self, found: list[Part], sign: str, depth: int) -> Part:
        """The part before, with what `_` or `^` adds to it."""
        base = found.pop() if found else None
        taken = base is None or (base.sub if sign == "_" else base.sup)
        if base is None or taken:
            raise _refused(f"{sign!r} has nothing to stand at", "a name has one of each, as x_1^2")
        token = self._next()
        if token is None or token in {"_", "^", "'", "}", ")"}:
            raise _refused(f"{sign!r} needs what it raises or lowers", f"as in x{sign}{{1}}")
        if token == "{":
            script = self.parts("}", in_script=True, depth=depth + 1)
        elif token.isdecimal():  # TeX takes one digit
            self.place -= len(token) - 1
            script = (Part("number", token[0]),)
        elif not token.isalpha() and token[1:] not in SYMBOLS:
            raise _refused(f"put {token} in braces", f"as in x{sign}{{...}}")
        else:
            script = (self._part(token, True, depth),)
        if not script:
            raise _refused(f"{sign!r} needs what it raises or lowers", f"as in x{sign}{{1}}")
        return replace(base, sub=script) if sign == "_" else replace(base, sup=script)

    def _next(self) -> str | None:
        token = _TOKEN.search(self.text, self.place)
        if token is None:
            self.place = len(self.text)
            return None
        self.place = token.end()
        return token[0]


def _primed(found: list[Part]) -> Part:
    base = found.pop() if found else None
    primes = base is not None and all(part.text == "′" for part in base.sup)
    if base is None or not primes:
        raise _refused("a prime stands after a letter", "as in q'")
    return replace(base, sup=(*base.sup, Part("symbol", "′")))


def _refused(message: str, help: str | None = None) -> InputError:
    return refuse("bad-latex", message, help or _HELP)


Look: TypeAlias = tuple[object, ...]


def look(parts: tuple[Part, ...]) -> Look:
    r"""What a reader sees of it: equal for `x_1` and `x_{1}`, for `\mathrm{a}` and `\text{a}`."""
    seen: list[object] = []
    for part in parts:
        style = "mathrm" if part.style in {"text", "operatorname"} else part.style
        if part.kind == "group" and not part.text and not (part.sub or part.sup):
            seen += look(part.inside)
        else:
            seen.append((part.text, style, look(part.inside), look(part.sub), look(part.sup)))
    return tuple(seen)
