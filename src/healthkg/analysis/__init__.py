"""Networks of dependencies analysed in the words of policy: impact, prerequisites, circles, chains, bottlenecks, spans
of control, what stands alone. Results are values; they are told in words, and laid out as tables with their evidence.

    from healthkg import analysis, answers, projection
    network = projection.network(answers.query(store, analysis.DEPENDENCIES))
    stakes = analysis.read_stakes(answers.query(store, analysis.STAKES))
    result = analysis.impact(network, "https://w3id.org/healthkg/id/…", stakes, delay=analysis.read_delay("P6M"))
    print(analysis.text(analysis.tell(result)))
"""

from __future__ import annotations

from healthkg.analysis.circles import Circle, Cycles, cycles
from healthkg.analysis.crossings import Bottlenecks, Crossing, Holder, bottlenecks
from healthkg.analysis.delays import Delay, read_delay
from healthkg.analysis.dependencies import Dependencies, Link, dependencies_of
from healthkg.analysis.gaps import Gap, Isolated, isolated
from healthkg.analysis.impacts import Due, Impact, Reached, impact
from healthkg.analysis.moneys import Money, money
from healthkg.analysis.needs import Blockers, Need, blockers
from healthkg.analysis.sequences import Chain, Chains, Inversion, chains
from healthkg.analysis.spans import Held, Span, Spans, span
from healthkg.analysis.stakes import QUERY as STAKES
from healthkg.analysis.stakes import Element, Place, Stake, Stakes, read_stakes
from healthkg.analysis.tables import Result, command_of, rendered, tabled, tell
from healthkg.analysis.told import Told, html, markdown, text

DEPENDENCIES = "dependencies"

__all__ = [
    "DEPENDENCIES",
    "STAKES",
    "Blockers",
    "Bottlenecks",
    "Chain",
    "Chains",
    "Circle",
    "Crossing",
    "Cycles",
    "Delay",
    "Dependencies",
    "Due",
    "Element",
    "Gap",
    "Held",
    "Holder",
    "Impact",
    "Inversion",
    "Isolated",
    "Link",
    "Money",
    "Need",
    "Place",
    "Reached",
    "Result",
    "Span",
    "Spans",
    "Stake",
    "Stakes",
    "Told",
    "blockers",
    "bottlenecks",
    "chains",
    "command_of",
    "cycles",
    "dependencies_of",
    "html",
    "impact",
    "isolated",
    "markdown",
    "money",
    "read_delay",
    "read_stakes",
    "rendered",
    "span",
    "tabled",
    "tell",
    "text",
]
