// Opens pages in Chromium, each in light and in dark, at 700 and at 340 px, and reports what there is to see.
"use strict";

const { chromium } = require("playwright-core");

function look() {
  const root = document.documentElement;
  const maths = [...document.querySelectorAll("math")];
  const channel = (value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\d.]+/g).slice(0, 3).map((value) => channel(value / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const probe = document.createElement("div");
  probe.style.setProperty("background-color", "Canvas");
  document.body.append(probe);
  const ground = light(getComputedStyle(probe).backgroundColor);
  probe.remove();
  const contrasts = [...document.querySelectorAll("p, td, th, dt, dd, li, caption, strong")].map((element) => {
    const ink = light(getComputedStyle(element).color);
    return (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
  });
  return {
    sticksOut: root.scrollWidth - root.clientWidth,
    formulas: maths.length,
    flat: maths.filter((element) => element.getBoundingClientRect().height < 4).length,
    contrast: Math.min(...contrasts),
  };
}

async function main() {
  const pages = JSON.parse(require("fs").readFileSync(0, "utf8"));
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
  const found = [];
  for (const html of pages) {
    for (const [width, colorScheme] of [[700, "light"], [700, "dark"], [340, "light"], [340, "dark"]]) {
      const page = await browser.newPage({ viewport: { width, height: 600 }, colorScheme });
      const said = [];
      const requests = [];
      page.on("console", (message) => said.push(message.text()));
      page.on("request", (request) => requests.push(request.url()));
      await page.setContent(html);
      const seen = await page.evaluate(look);
      found.push({ width, colorScheme, ...seen, said: [...said], requests: [...requests] });
      await page.setContent(html.replace("<main>", "<main><script>document.title = 'ran'</script>"));
      found[found.length - 1].blocked = (await page.title()) !== "ran";
      await page.close();
    }
  }
  await browser.close();
  process.stdout.write(JSON.stringify(found));
}

main();
