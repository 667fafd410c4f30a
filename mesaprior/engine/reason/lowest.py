"""The second opinion on a family: its lowest cost at one rate, and how many members have it.

Shares no code with the envelope: a choice costs what its cheapest option costs, a sum what its parts cost
together. Where this agrees at every rate at which the envelope bends, at g = 0, and in the slope that is left
as g grows, the envelope is right: the lowest cost is concave in the rate, so it lies on or above the straight
line between two points of its own; and on or below, where that line is the cost of a member.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mesaprior.model.trees import All, Leaf, OneOf, Tree


def lowest(tree: Tree, cost: Callable[[Leaf], int]) -> tuple[int, int]:
    """The lowest cost of a member, and the number of members that cost as little. Costs are whole numbers:
    whoever asks has multiplied them by what they are divided by."""
    match tree:
        case Leaf():
            return cost(tree), 1
        case All(parts=parts):
            total, count = 0, 1
            for part in parts:
                least, of = lowest(part, cost)
                total, count = total + least, count * of
            return total, count
        case OneOf(options=options):
            found = [lowest(option, cost) for option in options.values()]
            least = min(value for value, _ in found)
            return least, sum(of for value, of in found if value == least)


def cost_of_member(tree: Tree, choices: Sequence[str], cost: Callable[[Leaf], int]) -> int:
    """What one member costs, by its choices. Raises `KeyError` or `IndexError` where there is no such
    member."""
    left = list(reversed(choices))

    def paid(part: Tree) -> int:
        match part:
            case Leaf():
                return cost(part)
            case All(parts=parts):
                return sum(map(paid, parts))
            case OneOf(options=options):
                return paid(options[left.pop()])

    total = paid(tree)
    if left:
        raise IndexError("more choices than the tree has")
    return total
