"""How objects show themselves in a notebook: small tables in HTML, without style sheets or scripts.

Each object's `_repr_html_` comes here, so that notebooks say what the terminal and the report
say. Whatever others typed is escaped. A page that strips drawings and styles (as code hosts do)
still shows all numbers.
"""

from twinsim.report.cells.agents import agent_html, model_html
from twinsim.report.cells.city import cities_html, city_html
from twinsim.report.cells.effects import effects_html
from twinsim.report.cells.results import results_html
from twinsim.report.cells.scenario import scenario_html

__all__ = [
    "agent_html",
    "cities_html",
    "city_html",
    "effects_html",
    "model_html",
    "results_html",
    "scenario_html",
]
