"""One page out of results: a table with MathML, a figure, and the widget as a post would embed it.

    python examples/embed.py > page.html

prints what stands in `embed.html` beside it. The page needs no network; the widget runs in a sandboxed frame.
"""

import html
import tempfile
from pathlib import Path

import mesaprior as mp

model = mp.load("speed-simplicity")
table = model.table("conditions").to("html")
widget = str(model.widget(scenario="worked", slide=["c(combine)"]))

with tempfile.TemporaryDirectory() as folder:
    figure = Path(folder, "costs.svg")
    model.plot(scenario="worked").save(figure)
    svg = figure.read_text(encoding="utf-8").partition("<svg")

print(f"""\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Which program wins?</title>
<style>
  body {{ max-width: 44rem; margin: 2rem auto; font-family: sans-serif }}
  svg {{ max-width: 100%; height: auto }}
  th[scope="row"] {{ font-weight: normal; text-align: left }}
</style>
<h1>Which program wins?</h1>
{table}
<figure>{svg[1]}{svg[2]}</figure>
<iframe title="Move g" sandbox="allow-scripts" width="100%" height="520"
  srcdoc="{html.escape(widget)}"></iframe>
</html>""")
