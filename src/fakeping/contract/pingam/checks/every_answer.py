"""Checks of every answer of PingAM that any check received."""

from urllib.parse import urlsplit

from fakeping.contract.answers import Forms, FormsOf
from fakeping.contract.check import ensure, ensure_same, expect
from fakeping.contract.every_answer import hold
from fakeping.contract.pingam.suite import CHECKS
from fakeping.contract.pingam.target import PingAMTarget
from fakeping.contract.target import HttpExchange
from fakeping.contract.transport import an_object
from fakeping.families.pingam import FAMILY
from fakeping.families.pingam.rules import everywhere, registration, signin

_FORMS = Forms(FAMILY)


def _forms(target: PingAMTarget) -> FormsOf:
    return _FORMS.of(edition=target.edition, mount=urlsplit(target.url).path)


@CHECKS.of(everywhere.FORM, last=True)
def each_answer_has_its_form(target: PingAMTarget) -> None:
    """Every answer has its documented form, refusals included."""
    forms = _forms(target)

    def judge(exchange: HttpExchange) -> None:
        faults = "\n".join(forms.faults(exchange))
        ensure(not faults, faults)

    hold(target.exchanges, judge)


@CHECKS.of(everywhere.METHOD, last=True)
def each_method_that_is_not_supported_is_told_those_that_are(target: PingAMTarget) -> None:
    """A 405 of the registration endpoint has `Allow`."""

    def judge(exchange: HttpExchange) -> None:
        answer = exchange.answer
        if an_object(answer).get("error") == "unsupported_method_type":
            allowed = {each.strip() for each in answer.headers.get("Allow", "").split(",")}
            ensure_same(allowed, {"POST", "PUT", "GET", "DELETE"}, f"{answer.asked}: Allow")

    hold(target.exchanges, judge)


@CHECKS.of(signin.ISSUED, last=True)
def no_token_is_to_be_kept(target: PingAMTarget) -> None:
    """Every 200 of the token endpoint has `no-store` and `no-cache`."""
    forms = _forms(target)

    def judge(exchange: HttpExchange) -> None:
        answer = exchange.answer
        if answer.status == 200 and forms.name(exchange) == "pingam.token":  # noqa: PLR2004 - as above
            expect(answer, 200, Cache_Control="no-store", Pragma="no-cache")

    hold(target.exchanges, judge)


@CHECKS.of(registration.DELETED, last=True)
def no_deletion_has_a_body(target: PingAMTarget) -> None:
    """A 204 has no body."""

    def judge(exchange: HttpExchange) -> None:
        if exchange.answer.status == 204:  # noqa: PLR2004 - as above
            ensure(not exchange.answer.body, f"{exchange.answer.asked}: a 204 with a body")

    hold(target.exchanges, judge)
