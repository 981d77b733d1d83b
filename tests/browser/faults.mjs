// Faults that are put into a good page: each must be found, or the checks say nothing.
const into = (tag, text) => (page) => page.replace(tag, `${text}${tag}`);

export const FAULTS = [
  { name: "a picture without a name", in: (it) => it.replace(/(<svg[^>]*) aria-labelledby="[^"]*"/, "$1") , page: "trends.html" },
  { name: "a page without a language", in: (it) => it.replace(' lang="en-GB"', "") },
  { name: "text that is hardly seen", in: into("</main>", '<p class="faint">It is hardly seen.</p>'), css: ".faint { color: #c8c8c8; background: #fff; }" },
  { name: "a link without words", in: into("</main>", '<a href="index.html"></a>') },
  { name: "a heading that skips a level", in: into("</main>", "<h5>Far down</h5>") },
  { name: "a box that is wider than a telephone", in: into("</main>", '<p class="wide-box">x</p>'), css: ".wide-box { width: 900px; }" },
  { name: "a script from elsewhere", in: into("</head>", '<script src="https://example.org/x.js"></script>') },
  { name: "an image from elsewhere", in: into("</main>", '<img alt="x" src="https://example.org/x.png">') },
  { name: "a style that is not there", in: into("</head>", '<link rel="stylesheet" href="assets/none.css">') },
  { name: "a link into the page that leads nowhere", in: into("</main>", '<p><a href="#nowhere">Nowhere</a></p>') },
  { name: "focus that is not seen", in: (it) => it, css: "a:focus-visible { outline: none !important; box-shadow: none !important; }" },
  { name: "an order of its own for the Tab key", in: (it) => it.replace("<a class=\"govuk-skip-link\"", '<a tabindex="-1" class="govuk-skip-link"') },
  { name: "a page that needs a script", in: (it) => it.replace(/<main[\s\S]*<\/main>/, '<main id="main"><h1>x</h1></main>') },
];
