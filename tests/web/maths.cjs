// Sets every formula it is given: {"engine": "katex" | "mathjax", "formulas": [[tex, displayed], ...]} on
// standard input, [[place, what is wrong], ...] on standard output. Commands that an engine would fetch or
// paint red count as wrong.
"use strict";

function setByKatex(formulas) {
  const katex = require("katex");
  // A letter that its fonts lack is set in another font: that is no error.
  const strict = (code) => (code === "unknownSymbol" ? "ignore" : "error");
  return formulas.map(([tex, displayMode]) => {
    try {
      const html = katex.renderToString(tex, { displayMode, throwOnError: true, strict, trust: false });
      return html.includes("katex-error") ? "an error node" : "";
    } catch (error) {
      return String(error.message || error);
    }
  });
}

async function setByMathjax(formulas) {
  const MathJax = await require("mathjax").init({
    loader: { load: ["input/tex-base", "[tex]/ams", "output/svg"] },
    tex: { packages: ["base", "ams"], formatError: (jax, error) => { throw error; } },
    svg: { fontCache: "none" },
  });
  return formulas.map(([tex, display]) => {
    try {
      const svg = MathJax.startup.adaptor.outerHTML(MathJax.tex2svg(tex, { display }));
      return /data-mml-node="merror"|mjx-merror|data-mjx-error/.test(svg) ? "an error node" : "";
    } catch (error) {
      return String(error.message || error);
    }
  });
}

async function main() {
  const asked = JSON.parse(require("fs").readFileSync(0, "utf8"));
  const set = asked.engine === "katex" ? setByKatex : setByMathjax;
  const found = await set(asked.formulas);
  const wrong = found.map((message, place) => [place, message]).filter(([, message]) => message);
  process.stdout.write(JSON.stringify({ set: found.length, wrong }));
}

main();
