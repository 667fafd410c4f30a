"""Who is whose neighbour is found once for both; the same opponents matter as when each is asked alone."""

from __future__ import annotations

from random_models import FAMILIES, random_model, yaml_text

from mesaprior.engine.contenders import opponents_that_matter
from mesaprior.engine.field import Field
from mesaprior.engine.setting import Setting
from mesaprior.errors import InputError
from mesaprior.loading import load_text
from mesaprior.model import build


def test_what_one_variant_found_changes_nothing_for_the_others() -> None:
    compared = taken_over = 0
    for family in FAMILIES:
        for seed in range(8):
            try:
                setting = Setting.of(build(load_text(yaml_text(random_model(seed, family))).spec))
            except InputError:
                continue
            together = Field(setting)
            for variant in range(len(together.names)):
                known = len(together.neighbours)
                alone = opponents_that_matter(Field(setting), variant)
                assert opponents_that_matter(together, variant) == alone, (family, seed, variant)
                compared += 1
                taken_over += any(one == variant for one, _ in list(together.neighbours)[:known])
    print(f"{compared} variants compared, {taken_over} of them with neighbours known before")
    assert compared > 150
    assert taken_over > 50
