"""The public page of an action, pages a second, beside a bare view of the same server that makes the same look-ups and
sends as many bytes."""

import statistics

from tests.benchmarks import Result
from tests.benchmarks.delivery_callbacks import per_second
from tests.faults.place import Place, open_place

ROUNDS, EACH = 5, 400


def measure() -> list[Result]:
    with open_place({}) as place:
        place.new_database("action_page")
        code = make_page()
        with place.web(settings="tests.benchmarks.served.settings"):
            ours, bare = asked(place, f"/a/{code}/"), asked(place, f"/bare/{code}/")
            for warm in (ours, bare):
                per_second(place, [warm] * 100)
            pages, others = [], []
            for _turn in range(ROUNDS):
                others.append(per_second(place, [bare] * EACH))
                pages.append(per_second(place, [ours] * EACH))
    print(f"    {statistics.median(pages):.0f} pages/s, {statistics.median(others):.0f} bare answers/s", flush=True)
    share = statistics.median(one / other for one, other in zip(pages, others, strict=True))
    return [Result("action page a second, share of a bare view", share, 0.5, "higher")]


def asked(place: Place, path: str) -> bytes:
    from tests.faults.posting import request

    return request("GET", place.web_url + path, headers={"Accept-Language": "en"})


def make_page() -> str:
    """A call to 15 officials with words for each way they stand."""
    from tests.campaigns.advocacy.acts import make_action, make_official
    from tests.cast import make_cast

    here = make_cast().here
    action = make_action(here, *(make_official(here, f"Member {number}") for number in range(15)))
    for tone in ("persuade", "thank", "press"):
        script = action.scripts.create(chapter=here, tone=tone)
        script.texts.create(language="en", words=f"Hello, I am {{name}}. Words to {tone}. " * 6)
        script.texts.create(language="es", words=f"Hola, soy {{nombre}}. Palabras para {tone}. " * 6)
    return action.code
