"""The report in a browser without network: whole, legible, and open to everyone."""

import re
import shutil
import subprocess

import pytest

pytestmark = pytest.mark.browser

WIDTHS = (1280, 400)

# Text that its own box cuts off, or that lies outside the page; what scrolls by itself may.
CUT = """() => {
  const page = document.documentElement.clientWidth, found = [];
  for (const node of document.querySelectorAll('h1, h2, h3, p, li, dd, dt, th, td, caption')) {
    const box = node.getBoundingClientRect();
    const scrolls = node.closest('.scroll')?.scrollWidth > node.closest('.scroll')?.clientWidth;
    const hidden = node.closest('thead') || !box.width;
    if (!hidden && !scrolls && (box.right > page + 1 || node.scrollWidth > node.clientWidth + 1))
      found.push(node.textContent.slice(0, 60));
  }
  return found;
}"""

SMALLEST = """() => Math.min(...[...document.querySelectorAll('body *')]
  .filter(n => !n.closest('svg') && [...n.childNodes].some(c => c.nodeType == 3 && c.data.trim()))
  .map(n => parseFloat(getComputedStyle(n).fontSize)))"""

FIGURES = """() => [...document.querySelectorAll('figure svg, figure img')].map(svg => ({
  width: svg.getBoundingClientRect().width,
  shown: svg.getBBox ? svg.getBBox().width > 0 : svg.complete && svg.naturalWidth > 0,
  reached: svg.closest('.scroll').scrollWidth + 1 >= svg.getBoundingClientRect().width,
  focus: svg.closest('.scroll').tabIndex,
}))"""


@pytest.fixture(params=WIDTHS)
def page(request, chromium, report):
    """The report, open at a width; nothing may be said on the console, nothing asked for."""
    page = chromium.new_page()
    said, asked = [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.set_viewport_size({"width": request.param, "height": 900})
    page.goto(report.as_uri())
    yield page
    assert said == []
    assert [url for url in asked if not url.startswith("data:image/png;")] == [report.as_uri()]
    page.close()


def test_nothing_is_cut_and_the_page_never_scrolls_sideways(page, shots, request):
    width, name = page.viewport_size["width"], request.node.callspec.params["report"]
    page.screenshot(path=shots / f"report-{name}-{width}.png", full_page=True)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(CUT) == []
    assert page.evaluate(SMALLEST) >= 12


def test_figures_are_there_in_full_size(page, request):
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    figures = page.evaluate(FIGURES)
    least = {"run": 6, "whole": 15, "sweep": 6}[request.node.callspec.params["report"]]
    assert len(figures) >= least
    for figure in figures:
        # As wide as drawn, so that 8 points stay 8 points; a narrow page scrolls the figure.
        assert figure["width"] > 600
        assert figure["shown"]
        assert figure["reached"]
        assert figure["focus"] == 0


def test_axe_finds_nothing_serious(page):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    found = axe.Axe().run(page).response
    assert len(found["passes"]) > 15
    serious = [
        f"{one['id']}: {one['help']}: {node['html'][:200]}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"][:3]
    ]
    assert serious == []


def test_axe_would_find_a_text_that_is_too_faint(chromium, report):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = chromium.new_page()
    page.goto(report.as_uri())
    page.evaluate("document.querySelector('p.lead').style.color = '#ccc'")
    assert "color-contrast" in {one["id"] for one in axe.Axe().run(page).response["violations"]}
    page.close()


def test_a_link_of_the_contents_leads_to_its_section(page):
    page.click("nav a[href='#limits']")
    assert page.evaluate("document.querySelector(':target').id") == "limits"


def test_it_prints_with_whole_figures_and_open_details(chromium, report, shots, request):
    name = request.node.callspec.params["report"]
    page = chromium.new_page()
    page.goto(report.as_uri())
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 1000})  # between the margins of A4, at 96 dpi
    sizes = page.evaluate(
        "() => [...document.querySelectorAll('figure svg, figure img')]"
        ".map(s => s.getBoundingClientRect()).map(b => [b.width, b.height])"
    )
    assert all(width <= 681 and height <= 1009 for width, height in sizes)
    hidden = page.evaluate(
        "() => [...document.querySelectorAll('details th')].filter(n => !n.checkVisibility("
        "{contentVisibilityAuto: true})).length"
    )
    assert hidden == 0
    page.pdf(path=shots / f"report-{name}.pdf", prefer_css_page_size=True)
    page.close()
    if shutil.which("pdftotext"):
        line = ["pdftotext", "-layout", str(shots / f"report-{name}.pdf"), "-"]
        text = subprocess.run(line, capture_output=True, text=True, check=True).stdout
        assert "bid_fit" in text  # in a group that is closed on the screen
        assert re.search(r"it never\s+forecasts", text)
