"""The map of arguments and passages, with lists that say the same."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes

from critical_edition.domain.commentary_nodes import argument_map as map_node
from critical_edition.domain.commentary_nodes import screen_part
from critical_edition.model.profile import Profile
from critical_edition.outputs.doctree.pages.page import Page, by_place, section


def legend(profile: Profile) -> str:
    """Return what the drawing's signs mean."""
    drawn = {
        weight: " or ".join(sorted(str(r).replace("-", " ") for r in relations))
        for weight in ("strong", "broken")
        if (relations := [r for r in profile.relations if r.weight == weight])
    }
    words = [
        "Each bar is a parallel, which leads to its reason: it goes from the passage of which "
        "something is said (a dot) to the passage to which that relates it (an arrow)."
    ]
    if strong := drawn.get("strong"):
        words.append(f"What {strong} is drawn thick.")
    if broken := drawn.get("broken"):
        words.append(f"What {broken} is drawn as a broken line.")
    return " ".join(words)


def fill(page: Page) -> Iterator[nodes.Node]:
    """Yield the overview and its list, and where there is room for them a strip for each argument."""
    arguments = page.arguments()
    if not arguments:
        yield nodes.paragraph("", "There are no parallels yet.")
        return
    yield drawing(page, "overview")
    items = nodes.bullet_list("", classes=["map-list"])
    for record in arguments:
        line = nodes.paragraph("", "", page.argument(record.id), nodes.Text(": "))
        for index, step in enumerate(page.commentary.steps(record.id)):
            line += [nodes.Text(", ")] if index else []
            line += page.passage(step)
        items += nodes.list_item("", line)
    yield section("map-passages", [nodes.Text("The passages of each argument")], items)
    strips = section(
        "map-parallels",
        [nodes.Text("The parallels of each argument")],
        nodes.paragraph("", legend(page.weave.env.config.edition_profile)),
    )
    for record in arguments:
        strips += section(
            f"map-{record.id}",
            [page.argument(record.id)],
            drawing(page, "strip", record.id),
            relations(page, record.id),
        )
    yield screen_part("", strips)


def drawing(page: Page, what: str, aid: str = "") -> map_node:
    """Return the place of a drawing with the links of its marks."""
    found = map_node("", what=what, aid=aid)
    aids = [aid] if aid else [a.id for a in page.arguments()]
    passages = sorted({p for a in aids for p in page.commentary.steps(a)})
    marks = [("passage", str(p)) for p in passages]
    marks += [("argument", a) for a in aids] if not aid else []
    marks += (
        [("parallel", p.id) for a in aids for p in page.commentary.of_argument(a)] if aid else []
    )
    for kind, target in marks:
        found += nodes.inline("", "", page.link(kind, target, target), mark=f"{kind}:{target}")
    return found


def relations(page: Page, aid: str) -> nodes.bullet_list:
    """Return an argument's parallels as a list, in the order of the essay."""
    items = nodes.bullet_list("", classes=["map-list"])
    for record in by_place(page.commentary.of_argument(aid)):
        line = nodes.paragraph("", "", *page.where(record.start), nodes.Text(" "))
        line += page.link("parallel", record.id, record.relation.label)
        line += [nodes.Text(" "), *page.where(record.end)]
        items += nodes.list_item("", line)
    return items
