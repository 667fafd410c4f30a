"""What can win among all members of a family, and where the winner switches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from mesaprior import limits
from mesaprior.engine.consistency import check_setting
from mesaprior.engine.families.choices import Choices
from mesaprior.engine.families.known import Known
from mesaprior.engine.families.lines import adds_up, lines_of
from mesaprior.engine.families.written import among
from mesaprior.engine.setting import Setting
from mesaprior.engine.win_conditions import check_rate_is_linear, conditions
from mesaprior.errors import did_you_mean, one_of, refuse
from mesaprior.formula import Formula
from mesaprior.model.trees import All, Leaf, OneOf, Tree, choices_on, member_name, members_of
from mesaprior.model.trees import Family as Declared
from mesaprior.results.families import Branch, Family


def family(setting: Setting, name: str | None = None) -> Family:
    """One family of the model under the setting; the only one where none is named.

    With all numbers known, which members win at which rates; else, choice by choice, when each option wins.
    Raises `InputError` for an unknown family, for facts that contradict each other, and where the prior's
    cost is not the sum of its parts' and the members are too many to look at one by one.
    """
    declared = known_family(setting, name)
    check_setting(setting)
    answer = Family(
        under=setting.circumstances(),
        family=declared.name,
        title=declared.tree.title,
        g=setting.g,
        members=declared.members,
        listed=declared.listed,
        tree=tuple(_branches(declared.tree, setting)),
    )
    if not adds_up(setting.model):
        return _one_by_one(setting, declared, answer)
    check_rate_is_linear(setting)
    lines = lines_of(setting.without_rate, declared.tree) if setting.model.is_linear_in_rate else None
    if lines is None:
        return _choice_by_choice(setting, declared, answer)
    known = Known(declared, lines)
    at = known.at(setting.g) if setting.g is not None else None
    return replace(answer, map=known.map(), at=at)


def known_family(setting: Setting, name: str | None) -> Declared:
    """The family that is asked about. Raises `InputError` where it is not clear which one."""
    families = setting.model.families
    names = list(families)
    if not names:
        help = "declare one under families:, as a tree of all and one_of"
        raise refuse("no-family", f"the model {setting.model.name!r} declares no family", help)
    if name is None:
        if len(names) > 1:
            raise refuse("which-family", "this model has several families", f"name one: {one_of(names)}")
        return families[names[0]]
    if name not in families:
        near = did_you_mean(name, names) or f"the families are {one_of(names)}"
        raise refuse("unknown-family", f"unknown family {name!r}", near)
    return families[name]


def _branches(tree: Tree, setting: Setting, depth: int = 0, option: str | None = None) -> Iterator[Branch]:
    kind = {Leaf: "leaf", All: "all", OneOf: "one_of"}[type(tree)]
    symbols = setting.model.symbols
    prices = {}
    if isinstance(tree, Leaf):
        prices = {axis: Formula.of(price, symbols) for axis, price in tree.prices.items() if price}
    yield Branch(depth, kind, option, tree.title, tree.tags, prices, members_of(tree))  # type: ignore[arg-type]
    match tree:
        case All(parts=parts):
            for part in parts:
                yield from _branches(part, setting, depth + 1)
        case OneOf(options=options):
            for name, part in options.items():
                yield from _branches(part, setting, depth + 1, name)


def _choice_by_choice(setting: Setting, declared: Declared, answer: Family) -> Family:
    looked_at = Choices(setting, declared.name)
    left = 1
    for choice in choices_on(declared.tree):
        ways = looked_at.contenders(choice)
        left *= members_of(choice) if ways is None else len(ways)
    return replace(answer, choices=tuple(looked_at.found), left=left)


def _one_by_one(setting: Setting, declared: Declared, answer: Family) -> Family:
    """Under other priors a sum cannot be taken apart; what is dominated within a choice still never wins."""
    choices = Choices(setting, declared.name)
    ways = choices.contenders(declared.tree, most=limits.MODEL_VARIANTS)
    if ways is None:
        what = f"{setting.model.prior} prior" if setting.model.prior != "custom" else "cost of this model"
        raise refuse(
            "family-too-large",
            f"the {what} does not add up over the parts of a program, so the members of {declared.name!r} "
            f"would have to be looked at one by one, and they are {declared.members}",
            "ask under a prior that adds up, as --prior linear, or prune the tree",
        )
    variants = {}
    for way in ways:
        name = member_name(declared.name, way.names)
        variants[name] = way.variant(name, setting.model.axes)
    told = conditions(among(setting, variants))
    return replace(answer, choices=tuple(choices.found), left=len(ways), one_by_one=told)
