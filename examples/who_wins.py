"""From symbols to a sentence for an essay: who wins the speed and simplicity prior, and when.

    python examples/who_wins.py

prints what stands in `who_wins.txt` beside it.
"""

import mesaprior as mp

model = mp.load("speed-simplicity")

# The question of the essay, in symbols: for which exchange rates does the honest program win?
print(model.conditions()["H_fd"].because)
print("H_sd and H_fh tie at g =", model.crossover("H_sd", "H_fh"))

# With the worked numbers the answer is a number, exactly.
worked = model.wins(g=2, scenario="worked")
print(f"{worked} wins at g = 2 by {worked.margin}; the tie is at {worked.map.ties[0].at}")

# What an assumption buys: if the deceptive objective is no simpler, simplicity favours honesty as well.
bolder = model.assuming(
    "c(get_base_obj) <= c(simplest_obj) + c(combine)",
    "t(get_proxy_for_base_obj) < t(combine) + t(find(get_proxy_for_base_obj(env)))",
)
print("with both assumptions H_fh wins:", bolder.conditions()["H_fh"].status)

# A table for the essay itself.
print(model.table("conditions").to("latex-array"))
