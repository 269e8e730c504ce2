"""Checks of every answer of PingOne that any check received."""

import re
from urllib.parse import urlsplit

from fakeping.contract.answers import Forms, FormsOf
from fakeping.contract.check import ensure, ensure_same, expect
from fakeping.contract.every_answer import hold
from fakeping.contract.pingone.suite import CHECKS
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.contract.target import HttpExchange
from fakeping.contract.transport import an_object
from fakeping.families.pingone import FAMILY, rules
from fakeping.families.pingone.signin import rules as signin

of = CHECKS.of

_NO_STORE = re.compile(r"(.*[\s,])?no-store([\s,].*)?")


_FORMS = Forms(FAMILY)


def _forms(target: PingOneTarget) -> FormsOf:
    mount = urlsplit(target.api_url).path.removesuffix("/v1")
    return _FORMS.of(edition=target.edition, mount=mount)


@of(rules.FORM, last=True)
def each_answer_has_its_form(target: PingOneTarget) -> None:
    """Every answer has its documented form, refusals included."""
    forms = _forms(target)

    def judge(exchange: HttpExchange) -> None:
        faults = "\n".join(forms.faults(exchange))
        ensure(not faults, faults)

    hold(target.exchanges, judge)


@of(rules.HEADERS, last=True)
def each_answer_has_the_standard_headers(target: PingOneTarget) -> None:
    """Every answer has the standard headers, with a correlation id of its own."""
    seen: set[str] = set()
    # What these say of origins is a rule of its own, `pingone.cors.trusted`.
    by_cookie = re.compile("/as/(authorize|resume|signoff)")

    def judge(exchange: HttpExchange) -> None:
        answer = exchange.answer
        expect(
            answer,
            answer.status,
            Correlation_Id=str,
            Cache_Control=re.compile(r"(.*[\s,])?no-(store|cache)([\s,].*)?"),
            **({} if by_cookie.search(answer.asked) else {"Access_Control_Allow_Origin": "*"}),
        )
        own = answer.headers["Correlation-Id"]
        ensure(own not in seen, f"{answer.asked}: another answer had its Correlation-Id")
        seen.add(own)

    hold(target.exchanges, judge)


@of(signin.TOKEN_NO_STORE, last=True)
def no_answer_of_the_token_endpoint_is_to_be_kept(target: PingOneTarget) -> None:
    """Every answer of the token endpoint has `Cache-Control: no-store`."""
    forms = _forms(target)

    def judge(exchange: HttpExchange) -> None:
        if exchange.method == "POST" and forms.name(exchange) == "pingone.token":
            answer = exchange.answer
            expect(answer, answer.status, Cache_Control=_NO_STORE, Pragma="no-cache")

    hold(target.exchanges, judge)


@of(rules.COLLECTION_COUNT, last=True)
def each_page_tells_how_many_are_on_it(target: PingOneTarget) -> None:
    """`size` is the page's number of entities, and `count` is not less."""

    def judge(exchange: HttpExchange) -> None:
        page = an_object(exchange.answer)
        if exchange.answer.status == 200 and "size" in page:  # noqa: PLR2004 - as above
            [listed] = page["_embedded"].values()
            asked = exchange.answer.asked
            ensure_same(page["size"], len(listed), f"{asked}: the size of the page")
            ensure(page["count"] >= len(listed), f"{asked}: more on a page than in all")
            if "next" not in page["_links"] and "cursor=" not in asked:
                ensure_same(page["count"], len(listed), f"{asked}: the count of the only page")

    hold(target.exchanges, judge)


@of(rules.DELETED, last=True)
def no_deletion_has_a_body(target: PingOneTarget) -> None:
    """A 204 has no body."""

    def judge(exchange: HttpExchange) -> None:
        if exchange.answer.status == 204:  # noqa: PLR2004 - as above
            ensure(not exchange.answer.body, f"{exchange.answer.asked}: a 204 with a body")

    hold(target.exchanges, judge)
